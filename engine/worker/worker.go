// Package worker is what does the work that queues, topics and streams carry.
//
// An instance has slots. A piece of work takes one from its start to its end:
// the time that it takes itself, then the calls that it needs, then its effect.
// Where work comes from, and whom to tell when it is done, is a source's
// business: see source.go.
//
// A worker can be idempotent: it keeps the names of what it did with the effect
// itself, as a row that the same transaction writes, and passes over what it
// knows. Delivery stays at least once; the effect happens once.
package worker

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	Name        string
	From        string // the component that the work comes from
	Time        network.Distribution
	Concurrency int // pieces of work at once
	Prefetch    int // more that it keeps at hand
	Fails       float64
	Poison      float64 // share of the work that fails however often it is tried
	Early       bool    // acknowledge before the work, not after it
	Calls       []Call
	Timeout     time.Duration
	Memory      *Memory // nil: not idempotent
	Draining    map[sim.NodeID]bool
	Use         *metric.Utilisation // of all instances
	Schedule    Schedule
	Batch       int           // records that are fetched at once
	Tries       int           // of a record, then it is passed over; 0: no limit
	BeatEvery   time.Duration // how often a group hears of a member
	Windows     *Windows      // nil: none
}

// Call is a component that each piece of work needs, and what it is asked.
type Call struct {
	Component string
	Verb      request.Verb
}

// Witness is told of every effect: the evidence for checkers.
type Witness interface {
	Worked(t Task, worker sim.NodeID)
}

// Stats of one instance outlive its crashes.
type Stats struct {
	Done, Failed, Skipped int
	Use                   *metric.Utilisation
}

// Task is a piece of work.
type Task struct {
	Job       uint64 // its number in a queue
	Body      string
	Terms     request.Terms
	Operation uint64
	Source    sim.NodeID // whom to tell
	Receives  int
	Arrived   clock.Time
	Asked     *request.Request // that a topic waits for an answer to

	// Of a record of a stream:
	Partition  int
	Offset     int64
	Generation int // in which the group gave it to this instance
	Happened   clock.Time

	id    uint64
	stage int // the call it is at
}

// Name is what it is known by to a worker that must not do it twice.
func (t Task) Name() string {
	if name := t.Terms.Message(t.Operation); name != "" {
		return name
	}
	return fmt.Sprintf("job %d", t.Job)
}

// Node is one instance.
type Node struct {
	config  *Config
	stats   *Stats
	caller  *request.Caller
	witness Witness
	source  source
	busy    map[uint64]*Task
	order   []*Task // the busy ones, by their start
	line    []*Task // at hand
	next    uint64
}

const (
	workTimer uint8 = iota
	callTimer
	sourceTimer
)

func newNode(c *Config, s *Stats, d *request.Directory, w Witness) *Node {
	return &Node{config: c, stats: s, caller: request.NewCaller(d, callTimer).KeepConnections(), witness: w, busy: map[uint64]*Task{}}
}

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) {
	Occupy(env.Now(), n.config, n.stats, 0)
	n.source.begin(env)
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		n.caller.Alive(p)
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.answered(env, n.busy[call.Tag], p)
		}
	default:
		n.source.receive(env, m)
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case workTimer:
		if task := n.busy[t.Key]; task != nil {
			n.call(env, task)
		}
	case callTimer:
		if call, ok := n.caller.Expired(env, t); ok {
			n.answered(env, n.busy[call.Tag], request.Fail(call.Request, request.Timeout, "no answer", true))
		}
	case sourceTimer:
		n.source.timeout(env, t)
	}
}

// room is how much more an instance takes.
func (n *Node) room() int {
	return max(0, n.config.Concurrency+n.config.Prefetch-len(n.busy)-len(n.line))
}

// give hands a task to a free slot, or puts it at hand. More than there is room
// for may come when messages overtake each other; false: it is far too much.
func (n *Node) give(env *sim.Env, t Task) bool {
	if len(n.line) >= 2*(n.config.Concurrency+n.config.Prefetch)+8 {
		return false
	}
	t.Arrived = env.Now()
	n.line = append(n.line, &t)
	n.start(env)
	return true
}

// start fills the free slots from what is at hand.
func (n *Node) start(env *sim.Env) {
	for len(n.line) > 0 && len(n.busy) < n.config.Concurrency {
		t := n.line[0]
		n.line = n.line[1:]
		n.next++
		t.id = n.next
		if n.config.Early {
			n.source.acknowledge(env, t)
		}
		if n.config.Memory.Knows(t.Name()) {
			n.stats.Skipped++
			env.Note(t.Operation, Skipped{Worker: env.Self(), Body: t.Body})
			n.acknowledge(env, t)
			continue
		}
		n.busy[t.id] = t
		n.order = append(n.order, t)
		Occupy(env.Now(), n.config, n.stats, len(n.busy))
		env.After(n.config.Time.Sample(env.Rand()), workTimer, t.id)
	}
	n.source.refill(env)
}

// call asks the next component that a task needs, or ends the task.
func (n *Node) call(env *sim.Env, t *Task) {
	if t.stage == 0 && n.fails(env, t) {
		n.fail(env, t, "")
		return
	}
	if t.stage == len(n.config.Calls) {
		n.finish(env, t)
		return
	}
	c := n.config.Calls[t.stage]
	r := request.Request{Verb: c.Verb, Key: c.Component, Value: t.Body, Terms: request.Terms{Key: t.Terms.Key, ID: t.Terms.ID}}
	if c.Verb == request.Put {
		if r.Key = t.Terms.Key; r.Key == "" {
			r.Key = t.Body
		}
	}
	target, ok := n.caller.PickFor(env, c.Component, r.Key)
	if !ok {
		n.fail(env, t, c.Component+" has no members")
		return
	}
	n.caller.Start(env, target, t.Operation, t.id, r, n.config.Timeout)
}

func (n *Node) answered(env *sim.Env, t *Task, r *request.Response) {
	switch {
	case t == nil:
	case r.OK():
		t.stage++
		n.call(env, t)
	default:
		n.fail(env, t, n.config.Calls[t.stage].Component+": "+r.Code)
	}
}

// finish is the effect of a task.
func (n *Node) finish(env *sim.Env, t *Task) {
	n.leave(env, t)
	if n.config.Memory.Knows(t.Name()) {
		// Another instance was faster: the transaction finds the row and is rolled back.
		n.stats.Skipped++
		env.Note(t.Operation, Skipped{Worker: env.Self(), Body: t.Body})
	} else {
		n.config.Memory.Add(t.Name())
		n.stats.Done++
		n.config.Windows.Add(t.Partition, t.Happened)
		n.witness.Worked(*t, env.Self())
	}
	n.acknowledge(env, t)
	n.start(env)
}

func (n *Node) acknowledge(env *sim.Env, t *Task) {
	if n.config.Early {
		n.source.over(env, t)
		return
	}
	n.source.acknowledge(env, t)
}

func (n *Node) fail(env *sim.Env, t *Task, why string) {
	n.leave(env, t)
	n.stats.Failed++
	if why != "" {
		env.Note(t.Operation, CallFailed{Worker: env.Self(), Body: t.Body, Why: why})
	}
	if n.config.Early { // the source has forgotten it already
		n.source.over(env, t)
	} else {
		n.source.fail(env, t)
	}
	n.start(env)
}

func (n *Node) leave(env *sim.Env, t *Task) {
	delete(n.busy, t.id)
	for i, o := range n.order {
		if o == t {
			n.order = append(n.order[:i], n.order[i+1:]...)
			break
		}
	}
	Occupy(env.Now(), n.config, n.stats, len(n.busy))
}

// Occupy notes how many slots of an instance are in use from now on.
func Occupy(now clock.Time, c *Config, s *Stats, busy int) {
	c.Use.Set(now, c.Use.Busy()+busy-s.Use.Busy())
	s.Use.Set(now, busy)
}

// Idle reports whether the instance has nothing to do and nothing at hand.
func (n *Node) Idle() bool { return len(n.busy)+len(n.line) == 0 }

// Left reports whether an instance that is to go has finished and said so.
func (n *Node) Left() bool {
	f, ok := n.source.(*follow)
	return n.Idle() && (!ok || f.gone)
}

// Work is what the instance works on, the earliest first.
func (n *Node) Work() []string {
	var out []string
	for _, t := range n.order {
		out = append(out, t.Body)
	}
	return out
}

// AtHand counts tasks that wait for a slot.
func (n *Node) AtHand() int { return len(n.line) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	switch {
	case len(n.busy) == 0:
		return "idle"
	case len(n.busy) == 1 && n.config.Concurrency == 1:
		return "works on " + n.order[0].Body
	}
	return fmt.Sprintf("%d of %d slots busy, %d at hand", len(n.busy), n.config.Concurrency, len(n.line))
}
