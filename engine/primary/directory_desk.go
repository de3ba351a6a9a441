package primary

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Questions is what the book keeps of the work of all directories.
type Questions struct {
	Refused int // for want of room
	begun   int
	waited  time.Duration // of those, all together
	busy    map[sim.NodeID]int
	use     *metric.Utilisation
}

// Capacity says how many questions all directories can work on at once.
func (q *Questions) Capacity(now clock.Time, slots int) {
	if q.use == nil {
		q.use, q.busy = metric.NewUtilisation(slots), map[sim.NodeID]int{}
	}
	q.use.Resize(now, slots)
}

// Halted says that a directory has lost what it worked on.
func (q *Questions) Halted(now clock.Time, id sim.NodeID) {
	if q.busy[id] > 0 {
		q.now(now, id, 0)
	}
}

func (q *Questions) now(now clock.Time, id sim.NodeID, busy int) {
	q.busy[id] = busy
	sum := 0
	for _, n := range q.busy { // order-free: a sum
		sum += n
	}
	q.use.Set(now, sum)
}

// Utilisation is the share of the capacity that was in use.
func (q *Questions) Utilisation(now clock.Time) float64 { return q.use.Overall(now) }

// Wait is how long a question waited in line, on average.
func (q *Questions) Wait() time.Duration { return q.waited / time.Duration(max(1, q.begun)) }

// admit takes a question as soon as the directory has capacity for it.
func (d *Directory) admit(env *sim.Env, m sim.Message, r *request.Request) {
	c := &d.layout.Config
	switch {
	case c.LookUpWork == nil || c.LookUpWork.Mean() == 0:
		d.answer(env, m, r)
	case len(d.desk.busy) < c.Concurrency:
		d.work(env, job{m, r, env.Now()})
	case len(d.desk.line) >= c.Queue:
		d.layout.Book.Questions.Refused++
		env.Send(m.From, m.Operation, request.Fail(r, request.Overloaded,
			fmt.Sprintf("%s works on %s, and %d more wait", env.Name(), noun.Count(len(d.desk.busy), "question"), len(d.desk.line)), false))
	default:
		d.desk.line = append(d.desk.line, job{m, r, env.Now()})
	}
}

// work begins with a question.
func (d *Directory) work(env *sim.Env, j job) {
	waited := d.desk.begin(env, j, d.layout.LookUpWork.Sample(env.Rand())+env.Slow())
	book := &d.layout.Book.Questions
	book.begun++
	book.waited += waited
	book.now(env.Now(), env.Self(), len(d.desk.busy))
}

// worked answers a question, and takes the next.
func (d *Directory) worked(env *sim.Env, number uint64) {
	j, ok := d.desk.busy[number]
	if !ok {
		return
	}
	delete(d.desk.busy, number)
	d.layout.Book.Questions.now(env.Now(), env.Self(), len(d.desk.busy))
	for len(d.desk.line) > 0 && len(d.desk.busy) < d.layout.Concurrency {
		next := d.desk.line[0]
		d.desk.line = d.desk.line[1:]
		if !request.DropLate(env, next.m.From, next.m.Operation, next.r) {
			d.work(env, next)
		}
	}
	d.answer(env, j.m, j.r)
}

// InLine is how many questions wait at the directory.
func (d *Directory) InLine() int { return len(d.desk.line) }
