package queue

import (
	"time"

	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// WorkerConfig is what the operator chooses.
type WorkerConfig struct {
	From string // the queue's component
	Time network.Distribution
}

// patience is how long a worker waits for a poll before it asks again: the
// queue may have crashed, or the message may be lost.
const patience = 5 * time.Second

// Worker takes one job at a time.
type Worker struct {
	config    *WorkerConfig
	directory *request.Directory
	ledger    Ledger
	polls     uint64
	job       *Delivery
	from      sim.NodeID
	operation uint64
	done      *int
}

const (
	workTimer uint8 = iota
	pollTimer
)

// NewWorker returns an idle worker; done counts the jobs it finishes, beyond crashes.
func NewWorker(c *WorkerConfig, d *request.Directory, l Ledger, done *int) *Worker {
	return &Worker{config: c, directory: d, ledger: l, done: done}
}

// Init implements sim.Node.
func (w *Worker) Init(env *sim.Env) {
	w.polls = env.FirstNumber() // never a number of an earlier life
	w.poll(env)
}

func (w *Worker) poll(env *sim.Env) {
	w.polls++
	for _, q := range w.directory.Members(w.config.From) {
		env.Send(q, 0, &Poll{ID: w.polls})
	}
	env.After(patience, pollTimer, w.polls)
}

// Receive implements sim.Node.
func (w *Worker) Receive(env *sim.Env, m sim.Message) {
	d, ok := m.Payload.(*Delivery)
	if !ok || w.job != nil {
		return // busy: the job comes back after its visibility timeout
	}
	w.job, w.from, w.operation = d, m.From, m.Operation
	env.After(w.config.Time.Sample(env.Rand()), workTimer, d.Job)
}

// Timeout implements sim.Node.
func (w *Worker) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case workTimer:
		if w.job == nil {
			return
		}
		w.ledger.Processed(w.job.Job, env.Self())
		*w.done++
		env.Send(w.from, w.operation, &Done{Job: w.job.Job})
		w.job = nil
		w.poll(env)
	case pollTimer:
		if t.Key == w.polls && w.job == nil {
			w.poll(env)
		}
	}
}

// Job is what the worker works on, or "".
func (w *Worker) Job() string {
	if w.job == nil {
		return ""
	}
	return w.job.Body
}

// Detail is the node in a line.
func (w *Worker) Detail() string {
	if w.job == nil {
		return "idle"
	}
	return "works on " + w.job.Body
}
