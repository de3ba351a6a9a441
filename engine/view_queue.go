package engine

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/queue"
)

// jobsShown bounds the jobs of a snapshot.
const jobsShown = 100

// Queue is a work queue.
type Queue struct {
	Component                     string
	Depth, InFlight, Dead         int
	Delayed                       int // of Depth: those that wait for their time
	Sent, Delivered, Acknowledged int
	Redelivered                   int
	Refused                       int
	Held                          int // senders that wait for room
	Duplicates, Disorder          int // work that was done again, or out of order
	Capacity                      int // 0: unbounded
	FIFO                          bool
	Oldest                        time.Duration // since the oldest job was sent
	Changed                       clock.Time    // when a job last came, was done or given up
	Jobs                          []Job         // by number, at most 100
	DeadLetters                   []Job         // the latest 100
}

// Job is a message of a queue.
type Job struct {
	ID        uint64
	Body      string
	Group     string
	Priority  int
	Receives  int
	InFlight  bool
	Delayed   bool
	Worker    string        // who has it
	VisibleIn time.Duration // until it is handed out, or handed out again
	Age       time.Duration
}

func (p *queuePart) viewJob(w *world, j *queue.Job, now clock.Time) Job {
	job := Job{ID: j.ID, Body: j.Body, Group: j.Terms.Key, Priority: j.Terms.Priority, Receives: j.Receives,
		InFlight: j.InFlight(), Delayed: j.Delayed(), Age: now.Sub(j.Sent)}
	if j.InFlight() {
		job.Worker = w.sim.Name(j.Worker)
	}
	if j.InFlight() || j.Delayed() {
		job.VisibleIn = max(0, j.Visible.Sub(now))
	}
	return job
}
