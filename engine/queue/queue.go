// Package queue is a work queue.
//
// A job that was accepted is handed to one worker, and hidden from the others
// for the visibility timeout. The worker acknowledges it when it is done, which
// deletes it. If no acknowledgement comes in time (the worker crashed, was too
// slow, or the message was lost) or the worker says that it failed, the job is
// handed out again, until it was handed out as often as it may be: then it is
// set aside among the dead letters. So every job is worked on at least once, and
// some twice: work must be idempotent. Amazon SQS describes the same contract.
//
// Workers ask for jobs (package worker): they pull, so none gets more than it
// can hold. A queue that is full refuses, with a hint when to come back, or
// holds its senders back. In a first-in-first-out queue the jobs of a group
// follow each other: one is in flight at most.
//
// Jobs of a durable queue are on disk before the sender hears that they were
// accepted. Those of a queue in memory are gone with a crash.
package queue

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	VisibilityTimeout time.Duration
	MaxReceives       int           // then the job is dead-lettered; 0: no limit
	RetryDelay        time.Duration // before a failed job's next try; doubles every time
	Delay             time.Duration // before a new job is handed out
	Capacity          int           // jobs waiting or in flight; 0: unbounded
	Hold              bool          // a full queue lets senders wait; else it refuses
	RetryAfter        time.Duration // what refused senders are told
	FIFO              bool          // groups are handed out in order, one job at a time
	Deduplicate       time.Duration // how long a message is remembered; 0: not at all
	Durable           bool
	Time              network.Distribution
}

// Ledger is told what was accepted, acknowledged and given up.
type Ledger interface {
	// Accepted numbers the job. A queue that lost its disk would use numbers
	// twice, and nobody could tell what became of a job.
	Accepted(j Job) uint64
	Acknowledged(job uint64)
	Dead(job uint64, dead bool)
}

// Stats outlive a crash.
type Stats struct {
	Sent, Delivered, Redelivered, Failed, Acknowledged, Refused, Held, Copies int
}

// Node is the queue's broker.
type Node struct {
	config   *Config
	stats    *Stats
	ledger   Ledger
	shelf    *shelf
	sessions map[sim.NodeID]*session
	line     []sim.NodeID // workers that wait for a job, longest wait first
	held     []request.Incoming
}

// session is what a worker asked for.
type session struct {
	number       uint64
	credit, sent int
	asked        clock.Time
}

// Bounds.
const (
	longestDelay = 12 * time.Hour
	deadLimit    = 10_000
)

const visible uint8 = 0

// New returns a broker.
func New(c *Config, s *Stats, l Ledger) *Node {
	return &Node{config: c, stats: s, ledger: l, sessions: map[sim.NodeID]*session{}}
}

// Init implements sim.Node: jobs that were in flight at a crash are handed out
// again once their visibility timeout is over.
func (n *Node) Init(env *sim.Env) {
	s, ok := env.Disk().Content.(*shelf)
	if !ok {
		s = newShelf()
		if n.config.Durable {
			env.Disk().Content = s
		}
	}
	n.shelf = s
	for _, j := range s.sorted() {
		if j.InFlight() || j.held {
			env.After(j.Visible.Sub(env.Now()), visible, j.ID)
		}
	}
}

func (s *shelf) sorted() []*Job {
	list := make([]*Job, 0, len(s.jobs))
	for _, j := range s.jobs { // order-free: sorted below
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b *Job) int { return int(int64(a.ID) - int64(b.ID)) })
	return list
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.receive(env, request.Incoming{From: m.From, Operation: m.Operation, Request: p})
	case *Poll:
		n.poll(env, m.From, p)
	case *Done:
		n.acknowledge(env, p)
	case *Failed:
		n.failed(env, m.From, p)
	}
}

// receive takes what a sender sends, if there is room.
func (n *Node) receive(env *sim.Env, in request.Incoming) {
	r := in.Request
	if request.DropLate(env, in.From, in.Operation, r) {
		return
	}
	if r.Verb != request.Send && r.Verb != request.Publish {
		in.Fail(env, request.Unsupported, "a queue takes jobs only: send "+env.Name()+" BODY", 0)
		return
	}
	switch c := n.config.Capacity; {
	case n.copied(env, in):
	case c == 0 || len(n.shelf.jobs) < c:
		n.accept(env, in)
	case n.config.Hold && len(n.held) < c:
		n.stats.Held++
		env.Note(in.Operation, HeldBack{Queue: env.Self(), Sender: in.From, Jobs: len(n.shelf.jobs)})
		n.held = append(n.held, in)
	default:
		n.stats.Refused++
		in.Fail(env, request.Full, fmt.Sprintf("%s holds %s and takes no more", env.Name(), noun.Count(len(n.shelf.jobs), "job")), n.config.RetryAfter)
	}
}

// copied answers a message that was accepted before.
func (n *Node) copied(env *sim.Env, in request.Incoming) bool {
	name := in.Request.Terms.Message(in.Operation)
	if n.config.Deduplicate == 0 || name == "" {
		return false
	}
	job, ok := n.shelf.seen.find(name, env.Now(), n.config.Deduplicate)
	if ok {
		n.stats.Copies++
		env.Note(in.Operation, Copied{Queue: env.Self(), Job: job, Body: in.Request.Value})
		n.accepted(env, in, job)
	}
	return ok
}

func (n *Node) accept(env *sim.Env, in request.Incoming) {
	r := in.Request
	j := &Job{Operation: in.Operation, Body: r.Value, Terms: r.Terms, Sent: env.Now(), Worker: sim.Nobody}
	j.ID = n.ledger.Accepted(*j)
	if d := min(cmp.Or(r.Terms.Delay, n.config.Delay), longestDelay); d > 0 {
		j.held, j.Visible = true, env.Now().Add(d)
		env.After(d, visible, j.ID)
	}
	n.stats.Sent++
	if name := j.Name(); n.config.Deduplicate > 0 && name != "" {
		n.shelf.seen.add(name, j.ID, env.Now())
	}
	n.shelf.add(j, n.config.FIFO)
	n.accepted(env, in, j.ID)
	n.handOut(env)
}

func (n *Node) accepted(env *sim.Env, in request.Incoming, job uint64) {
	r := in.Request
	env.SendAfter(n.config.Time.Sample(env.Rand()), in.From, in.Operation,
		&request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Job: job})
}

// room lets senders in that were held back.
func (n *Node) room(env *sim.Env) {
	for len(n.held) > 0 && (n.config.Capacity == 0 || len(n.shelf.jobs) < n.config.Capacity) {
		in := n.held[0]
		n.held = n.held[1:]
		if !n.copied(env, in) { // a copy may have been held back too
			n.accept(env, in)
		}
	}
}

// poll notes what a worker asks for.
func (n *Node) poll(env *sim.Env, worker sim.NodeID, p *Poll) {
	s := n.sessions[worker]
	switch {
	case s == nil || s.number < p.Session:
		s = &session{number: p.Session}
		n.sessions[worker] = s
	case s.number > p.Session:
		return
	}
	s.credit, s.asked = max(s.credit, p.Credit), env.Now()
	if s.credit > s.sent && !slices.Contains(n.line, worker) {
		n.line = append(n.line, worker)
	}
	n.handOut(env)
}

// worker is who gets the next job: who waited longest. One that was not heard
// of for long is taken to be gone.
func (n *Node) worker(env *sim.Env) (sim.NodeID, bool) {
	for len(n.line) > 0 {
		w := n.line[0]
		s := n.sessions[w]
		if s.credit > s.sent && env.Now().Sub(s.asked) < 2*Patience {
			return w, true
		}
		n.line = n.line[1:]
	}
	return sim.Nobody, false
}

// handOut gives jobs to workers, while there are both.
func (n *Node) handOut(env *sim.Env) {
	for {
		w, ok := n.worker(env)
		if !ok {
			return
		}
		j := n.shelf.next()
		if j == nil {
			return
		}
		n.line = n.line[1:]
		s := n.sessions[w]
		if s.sent++; s.credit > s.sent {
			n.line = append(n.line, w)
		}
		n.deliver(env, j, w)
	}
}

func (n *Node) deliver(env *sim.Env, j *Job, w sim.NodeID) {
	n.shelf.take(j, w, env.Now().Add(n.config.VisibilityTimeout))
	n.stats.Delivered++
	if j.Receives > 1 {
		n.stats.Redelivered++
		env.Note(j.Operation, Redelivered{Queue: env.Self(), Worker: w, Job: j.ID, Body: j.Body, Receives: j.Receives})
	}
	env.After(n.config.VisibilityTimeout, visible, j.ID)
	env.SendAfter(n.config.Time.Sample(env.Rand()), w, j.Operation,
		&Delivery{Session: n.sessions[w].number, Number: n.sessions[w].sent, Job: j.ID, Body: j.Body, Terms: j.Terms, Receives: j.Receives})
}

func (n *Node) acknowledge(env *sim.Env, d *Done) {
	j := n.shelf.jobs[d.Job]
	if j == nil {
		return // a second worker finished it before, or it was given up
	}
	n.shelf.remove(j)
	n.stats.Acknowledged++
	n.ledger.Acknowledged(d.Job)
	n.room(env)
	n.handOut(env)
}

// failed takes a job back from a worker that could not do it.
func (n *Node) failed(env *sim.Env, worker sim.NodeID, f *Failed) {
	j := n.shelf.jobs[f.Job]
	if j == nil || j.Worker != worker || j.Receives != f.Receives {
		return // it is somebody else's by now
	}
	n.stats.Failed++
	if n.exhausted(j) {
		n.bury(env, j)
		return
	}
	pause := n.config.pause(j.Receives)
	env.Note(j.Operation, GivenBack{Queue: env.Self(), Worker: worker, Job: j.ID, Body: j.Body, Pause: pause})
	n.shelf.back(j, pause, env.Now())
	if pause > 0 {
		env.After(pause, visible, j.ID)
	}
	n.handOut(env)
}

// pause is how long a job rests after its n-th try.
func (c *Config) pause(n int) time.Duration {
	pause := c.RetryDelay
	for range min(n-1, 40) {
		pause = min(2*pause, longestDelay)
	}
	return pause
}

func (n *Node) exhausted(j *Job) bool {
	return n.config.MaxReceives > 0 && j.Receives >= n.config.MaxReceives
}

// bury moves a job that failed too often to the dead letters.
func (n *Node) bury(env *sim.Env, j *Job) {
	n.shelf.remove(j)
	if len(n.shelf.dead) >= deadLimit {
		n.shelf.dead = slices.Delete(n.shelf.dead, 0, 1)
		n.shelf.buried++
	}
	n.shelf.dead = append(n.shelf.dead, j)
	n.ledger.Dead(j.ID, true)
	env.Note(j.Operation, Buried{Queue: env.Self(), Job: j.ID, Body: j.Body, Receives: j.Receives})
	n.room(env)
	n.handOut(env)
}

// Redrive puts the dead letters back, as if they had never been handed out. It
// returns how many.
func (n *Node) Redrive(env *sim.Env) int {
	dead := n.shelf.dead
	n.shelf.dead = nil
	for _, j := range dead {
		j.Receives = 0
		n.ledger.Dead(j.ID, false)
		n.shelf.add(j, n.config.FIFO)
	}
	n.handOut(env)
	return len(dead)
}

// Timeout implements sim.Node: a visibility timeout or a delay is over.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	j := n.shelf.jobs[t.Key]
	if j == nil || !j.InFlight() && !j.held || j.Visible > env.Now() {
		return // done, or handed out again since
	}
	if j.InFlight() {
		env.Note(j.Operation, TimedOut{Queue: env.Self(), Worker: j.Worker, Job: j.ID, Body: j.Body, After: n.config.VisibilityTimeout, Last: n.exhausted(j)})
		if n.exhausted(j) {
			n.bury(env, j)
			return
		}
		n.shelf.back(j, 0, env.Now())
	} else {
		n.shelf.ripen(j)
	}
	n.handOut(env)
}

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("%s, %s, workers that wait: %d", noun.Count(len(n.shelf.jobs), "job"), noun.Count(len(n.shelf.dead), "dead letter"), len(n.line))
}

// Waiting counts the senders that are held back.
func (n *Node) Waiting() int { return len(n.held) }
