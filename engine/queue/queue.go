// Package queue is a work queue and its workers.
//
// A job that was accepted is handed to one worker, and hidden from the others
// for the visibility timeout. The worker acknowledges it when it is done, which
// deletes it. If no acknowledgement comes in time — the worker crashed, was too
// slow, or the message was lost — the job is handed out again. So every job is
// worked on at least once, and some twice: work must be idempotent. Amazon SQS
// describes the same contract.
//
// Jobs are on disk before the sender hears that they were accepted.
package queue

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	VisibilityTimeout time.Duration
	MaxReceives       int // then the job is dead-lettered; 0: no limit
	Capacity          int // jobs waiting or in flight; 0: unbounded
	Time              network.Distribution
}

// Ledger is told what was accepted, worked on and acknowledged: the evidence
// for checkers.
type Ledger interface {
	Accepted(job, operation uint64, body string)
	Processed(job uint64, worker sim.NodeID)
	Acknowledged(job uint64)
	Dead(job uint64)
}

// Stats outlive a crash.
type Stats struct {
	Sent, Delivered, Redelivered, Acknowledged, Refused int
}

// Job is a message of the queue.
type Job struct {
	ID        uint64
	Operation uint64 // that sent it
	Body      string
	Sent      clock.Time
	Receives  int
	Worker    sim.NodeID // who has it, or Nobody
	Visible   clock.Time // when it is handed out again
}

// InFlight reports whether a worker has the job.
func (j *Job) InFlight() bool { return j.Worker != sim.Nobody }

// disk is what survives a crash.
type disk struct {
	jobs []*Job // in order of sending
	dead []*Job
	next uint64
}

// Node is the queue's broker.
type Node struct {
	config  *Config
	stats   *Stats
	ledger  Ledger
	disk    *disk
	waiting []poll
	served  map[sim.NodeID]uint64 // the latest poll that got a job, by worker
}

// poll is a worker that waits for a job.
type poll struct {
	worker sim.NodeID
	id     uint64
}

const visibleAgain uint8 = 0

// New returns a broker.
func New(c *Config, s *Stats, l Ledger) *Node {
	return &Node{config: c, stats: s, ledger: l, served: map[sim.NodeID]uint64{}}
}

// Init implements sim.Node: jobs that were in flight at a crash are handed out
// again once their visibility timeout is over.
func (n *Node) Init(env *sim.Env) {
	d, ok := env.Disk().Content.(*disk)
	if !ok {
		d = &disk{}
		env.Disk().Content = d
	}
	n.disk = d
	for _, j := range d.jobs {
		if j.InFlight() {
			env.After(j.Visible.Sub(env.Now()), visibleAgain, j.ID)
		}
	}
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.accept(env, m, p)
	case *Poll:
		n.wait(m.From, p.ID)
		n.handOut(env)
	case *Done:
		n.acknowledge(p)
	}
}

// wait puts a worker into the line. A copy of a poll that was served already
// must not get a second job: the worker is busy with the first.
func (n *Node) wait(worker sim.NodeID, id uint64) {
	if id <= n.served[worker] {
		return
	}
	n.waiting = slices.DeleteFunc(n.waiting, func(w poll) bool { return w.worker == worker })
	n.waiting = append(n.waiting, poll{worker, id})
}

func (n *Node) accept(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	if r.Verb != request.Send {
		env.Send(m.From, m.Operation, request.Fail(r, request.Unsupported, "a queue takes jobs only: send "+env.Name()+" BODY", false))
		return
	}
	if c := n.config.Capacity; c > 0 && len(n.disk.jobs) >= c {
		n.stats.Refused++
		env.Send(m.From, m.Operation, request.Fail(r, request.Full, fmt.Sprintf("%s holds %d jobs and takes no more", env.Name(), c), false))
		return
	}
	n.disk.next++
	j := &Job{ID: n.disk.next, Operation: m.Operation, Body: r.Value, Sent: env.Now(), Worker: sim.Nobody}
	n.disk.jobs = append(n.disk.jobs, j)
	n.stats.Sent++
	n.ledger.Accepted(j.ID, m.Operation, j.Body)
	env.SendAfter(n.config.Time.Sample(env.Rand()), m.From, m.Operation,
		&request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Job: j.ID})
	n.handOut(env)
}

// handOut gives visible jobs, oldest first, to workers, longest wait first.
func (n *Node) handOut(env *sim.Env) {
	for i := 0; i < len(n.disk.jobs) && len(n.waiting) > 0; i++ {
		j := n.disk.jobs[i]
		if j.InFlight() {
			continue
		}
		if limit := n.config.MaxReceives; limit > 0 && j.Receives >= limit {
			n.bury(env, j)
			i--
			continue
		}
		w := n.waiting[0]
		n.waiting = n.waiting[1:]
		n.served[w.worker] = w.id
		j.Receives++
		j.Worker = w.worker
		j.Visible = env.Now().Add(n.config.VisibilityTimeout)
		n.stats.Delivered++
		if j.Receives > 1 {
			n.stats.Redelivered++
			env.Note(j.Operation, Redelivered{Queue: env.Self(), Worker: w.worker, Job: j.ID, Body: j.Body, Receives: j.Receives})
		}
		env.After(n.config.VisibilityTimeout, visibleAgain, j.ID)
		env.Send(w.worker, j.Operation, &Delivery{Job: j.ID, Body: j.Body, Receives: j.Receives})
	}
}

func (n *Node) acknowledge(d *Done) {
	i := n.find(d.Job)
	if i < 0 {
		return // a second worker finished it before
	}
	n.disk.jobs = slices.Delete(n.disk.jobs, i, i+1)
	n.stats.Acknowledged++
	n.ledger.Acknowledged(d.Job)
}

func (n *Node) find(id uint64) int {
	return slices.IndexFunc(n.disk.jobs, func(j *Job) bool { return j.ID == id })
}

// bury moves a job that failed too often to the dead letters.
func (n *Node) bury(env *sim.Env, j *Job) {
	n.disk.jobs = slices.DeleteFunc(n.disk.jobs, func(o *Job) bool { return o == j })
	n.disk.dead = append(n.disk.dead, j)
	n.ledger.Dead(j.ID)
	env.Note(j.Operation, Buried{Queue: env.Self(), Job: j.ID, Body: j.Body, Receives: j.Receives})
}

// Timeout implements sim.Node: a visibility timeout is over.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	i := n.find(t.Key)
	if i < 0 || n.disk.jobs[i].Visible > env.Now() {
		return // done, or handed out again since
	}
	j := n.disk.jobs[i]
	env.Note(j.Operation, TimedOut{Queue: env.Self(), Worker: j.Worker, Job: j.ID, Body: j.Body, After: n.config.VisibilityTimeout})
	j.Worker = sim.Nobody
	n.handOut(env)
}

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("%d jobs, %d workers wait", len(n.disk.jobs), len(n.waiting))
}

// Jobs are the jobs on a broker's disk, in order of sending, and the dead ones.
func Jobs(d *sim.Disk) (jobs, dead []*Job) {
	if d, ok := d.Content.(*disk); ok {
		return d.jobs, d.dead
	}
	return nil, nil
}
