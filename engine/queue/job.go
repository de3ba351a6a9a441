package queue

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Job is a message of the queue.
type Job struct {
	ID        uint64
	Operation uint64 // that sent it
	Body      string
	Terms     request.Terms
	Sent      clock.Time
	Receives  int        // how often it was handed out
	Worker    sim.NodeID // who has it, or Nobody
	Visible   clock.Time // when it is handed out, or handed out again
	held      bool       // delayed: not to be handed out before Visible
	queued    bool       // is in the heap
}

// InFlight reports whether a worker has the job.
func (j *Job) InFlight() bool { return j.Worker != sim.Nobody }

// Delayed reports whether it waits for its time.
func (j *Job) Delayed() bool { return j.held }

// Name is what the job is known by to whoever must not take it twice.
func (j *Job) Name() string { return j.Terms.Message(j.Operation) }

// shelf is everything a queue knows about its jobs: what survives a crash, if
// the queue is durable.
type shelf struct {
	jobs            map[uint64]*Job
	dead            []*Job // in the order of their deaths
	ready           ready
	groups          map[string]*group // of a first-in-first-out queue
	flying, delayed int
	seen            window
	buried          int // dead letters that were dropped, because there were too many
}

// group are jobs that follow each other: one is in flight, at most.
type group struct {
	line   []*Job // by number
	flying int
}

func newShelf() *shelf {
	return &shelf{jobs: map[uint64]*Job{}, groups: map[string]*group{}, seen: window{jobs: map[string]seen{}}}
}

// eligible reports whether a job may be handed out.
func (s *shelf) eligible(j *Job) bool {
	if s.jobs[j.ID] != j || j.InFlight() || j.held {
		return false
	}
	g := s.groups[j.Terms.Key]
	return g == nil || g.flying == 0 && g.line[0] == j
}

// offer puts a job among those to hand out, if it may be.
func (s *shelf) offer(j *Job) {
	if !j.queued && s.eligible(j) {
		s.ready.push(j)
	}
}

// next takes the job to hand out: of the highest priority, the oldest.
func (s *shelf) next() *Job {
	for {
		j := s.ready.pop()
		if j == nil || s.eligible(j) {
			return j
		}
	}
}

// add keeps a job. In a first-in-first-out queue it stands in its group's line.
func (s *shelf) add(j *Job, fifo bool) {
	s.jobs[j.ID] = j
	if j.held {
		s.delayed++
	}
	if fifo && j.Terms.Key != "" {
		g := s.groups[j.Terms.Key]
		if g == nil {
			g = &group{}
			s.groups[j.Terms.Key] = g
		}
		i := len(g.line)
		for i > 0 && g.line[i-1].ID > j.ID {
			i-- // a dead letter comes back to its old place
		}
		g.line = slices.Insert(g.line, i, j)
	}
	s.offer(j)
}

// take marks a job as handed out.
func (s *shelf) take(j *Job, worker sim.NodeID, until clock.Time) {
	j.Worker, j.Visible = worker, until
	j.Receives++
	s.flying++
	if g := s.groups[j.Terms.Key]; g != nil {
		g.flying++
	}
}

// back marks a job as not handed out any more; for a while nobody gets it.
func (s *shelf) back(j *Job, pause time.Duration, now clock.Time) {
	s.land(j)
	if pause > 0 {
		j.held, j.Visible = true, now.Add(pause)
		s.delayed++
	}
	s.offer(j)
	s.offerGroup(j.Terms.Key)
}

func (s *shelf) land(j *Job) {
	if !j.InFlight() {
		return
	}
	j.Worker = sim.Nobody
	s.flying--
	if g := s.groups[j.Terms.Key]; g != nil {
		g.flying--
	}
}

// ripen ends a delay.
func (s *shelf) ripen(j *Job) {
	if j.held {
		j.held = false
		s.delayed--
	}
	s.offer(j)
}

// remove forgets a job; the next of its group is free.
func (s *shelf) remove(j *Job) {
	s.land(j)
	if j.held {
		j.held = false
		s.delayed--
	}
	delete(s.jobs, j.ID)
	g := s.groups[j.Terms.Key]
	if g == nil {
		return
	}
	for i, o := range g.line {
		if o == j {
			g.line = append(g.line[:i], g.line[i+1:]...)
			break
		}
	}
	if len(g.line) == 0 {
		delete(s.groups, j.Terms.Key)
		return
	}
	s.offerGroup(j.Terms.Key)
}

func (s *shelf) offerGroup(key string) {
	if g := s.groups[key]; g != nil && len(g.line) > 0 {
		s.offer(g.line[0])
	}
}

// ready is a heap of jobs that may be handed out: the highest priority first,
// then the oldest. What has become of a job since it came in is only looked at
// when it comes out.
type ready struct{ jobs []*Job }

func before(a, b *Job) bool {
	if a.Terms.Priority != b.Terms.Priority {
		return a.Terms.Priority > b.Terms.Priority
	}
	return a.ID < b.ID
}

func (r *ready) push(j *Job) {
	j.queued = true
	r.jobs = append(r.jobs, j)
	for i := len(r.jobs) - 1; i > 0; {
		parent := (i - 1) / 2
		if !before(r.jobs[i], r.jobs[parent]) {
			return
		}
		r.jobs[i], r.jobs[parent] = r.jobs[parent], r.jobs[i]
		i = parent
	}
}

// pop is nil when there is none.
func (r *ready) pop() *Job {
	n := len(r.jobs) - 1
	if n < 0 {
		return nil
	}
	top := r.jobs[0]
	top.queued = false
	r.jobs[0] = r.jobs[n]
	r.jobs[n] = nil
	r.jobs = r.jobs[:n]
	for i := 0; ; {
		least := 2*i + 1
		if least >= n {
			return top
		}
		if right := least + 1; right < n && before(r.jobs[right], r.jobs[least]) {
			least = right
		}
		if !before(r.jobs[least], r.jobs[i]) {
			return top
		}
		r.jobs[i], r.jobs[least] = r.jobs[least], r.jobs[i]
		i = least
	}
}
