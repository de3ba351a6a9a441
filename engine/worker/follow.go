package worker

import (
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/stream"
)

// follow reads a stream as a member of a group: the records of each partition
// that it has, one after the other.
type follow struct {
	n          *Node
	directory  *request.Directory
	session    uint64
	generation int       // in which it got its partitions
	cursors    []*cursor // of the partitions that it has
	gone       bool      // it has left the group
}

// cursor is how far a member is with a partition.
type cursor struct {
	partition int
	next      int64 // to fetch
	done      int64 // to commit
	batch     []stream.Record
	busy      bool
	tries     int // of the record at the head of the batch
	asked     bool
	timer     sim.TimerID
}

// Keys of a follower's timers: beatKey, else a partition, or what is tried again.
const (
	beatKey  = 1 << 40
	retryBit = 1 << 41
)

// retryPause is how long a record that failed waits: everything behind it in
// its partition waits too.
const retryPause = 100 * time.Millisecond

// NewFollow returns an idle instance that reads a stream.
func NewFollow(c *Config, s *Stats, d *request.Directory, w Witness) *Node {
	n := newNode(c, s, d, w)
	n.source = &follow{n: n, directory: d}
	return n
}

func (f *follow) begin(env *sim.Env) {
	f.session = env.FirstNumber() + 1
	f.beat(env)
}

func (f *follow) send(env *sim.Env, operation uint64, p sim.Payload) {
	for _, id := range f.directory.Members(f.n.config.From) {
		env.Send(id, operation, p)
	}
}

// beat tells the broker that the member is there, and how far it is, in case a
// commit was lost.
func (f *follow) beat(env *sim.Env) {
	if f.n.config.Draining[env.Self()] {
		f.send(env, 0, &stream.Leave{Group: f.n.config.Name})
		f.cursors, f.gone = nil, true
		return
	}
	b := &stream.Beat{Group: f.n.config.Name, Session: f.session, Generation: f.generation}
	for _, c := range f.cursors {
		b.Positions = append(b.Positions, stream.Position{Partition: c.partition, Offset: c.done})
	}
	f.send(env, 0, b)
	env.After(f.n.config.BeatEvery, sourceTimer, beatKey)
}

func (f *follow) receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *stream.Revoke:
		if p.Generation > f.generation { // else a copy that comes late
			f.cursors = nil
			env.Send(m.From, 0, &stream.Released{Group: f.n.config.Name, Generation: p.Generation})
		}
	case *stream.Assigned:
		if p.Generation > f.generation {
			f.generation, f.cursors = p.Generation, nil
			for _, at := range p.Positions {
				f.cursors = append(f.cursors, &cursor{partition: at.Partition, next: at.Offset, done: at.Offset})
			}
			f.refill(env)
		}
	case *stream.Batch:
		f.take(env, p)
	}
}

func (f *follow) cursor(partition int) *cursor {
	for _, c := range f.cursors {
		if c.partition == partition {
			return c
		}
	}
	return nil
}

// take puts the records of a batch into their line.
func (f *follow) take(env *sim.Env, b *stream.Batch) {
	c := f.cursor(b.From.Partition)
	if c == nil || b.Generation != f.generation || b.From.Offset != c.next || len(c.batch) > 0 || len(b.Records) == 0 {
		return // of another generation, or a copy
	}
	env.Cancel(c.timer)
	c.asked = false
	c.batch = b.Records
	c.next = b.Records[len(b.Records)-1].Offset + 1
	if f.n.config.Early {
		f.commit(env, c, c.next)
	}
	f.refill(env)
}

// refill gives the next record of each partition to a free slot, and fetches
// where there are none.
func (f *follow) refill(env *sim.Env) {
	if f.n.config.Draining[env.Self()] {
		return
	}
	for _, c := range f.cursors {
		if len(c.batch) == 0 && !c.busy && !c.asked {
			f.fetch(env, c)
		}
		if len(c.batch) == 0 || c.busy || f.n.room() == 0 {
			continue
		}
		r := c.batch[0]
		c.busy = true
		c.tries++
		f.n.give(env, Task{Job: r.Number, Body: r.Body, Terms: r.Terms, Operation: r.Operation, Receives: c.tries,
			Partition: c.partition, Offset: r.Offset, Generation: f.generation, Happened: r.Happened})
	}
}

func (f *follow) fetch(env *sim.Env, c *cursor) {
	c.asked = true
	f.send(env, 0, &stream.Fetch{Group: f.n.config.Name, Generation: f.generation,
		From: stream.Position{Partition: c.partition, Offset: c.next}, Most: f.n.config.Batch})
	c.timer = env.After(stream.Patience, sourceTimer, uint64(c.partition))
}

func (f *follow) timeout(env *sim.Env, t sim.Timer) {
	switch {
	case t.Key == beatKey:
		f.beat(env)
	case t.Key&retryBit != 0:
		if c := f.cursor(int(t.Key & 0xffff)); c != nil && t.Key == f.retryKey(c) {
			c.busy = false
		}
		f.n.start(env)
	default:
		if c := f.cursor(int(t.Key)); c != nil && c.asked && c.timer == t.ID {
			c.asked = false
			f.refill(env)
		}
	}
}

// mine returns the cursor of a task, unless its partition was taken away since.
func (f *follow) mine(t *Task) *cursor {
	if c := f.cursor(t.Partition); c != nil && t.Generation == f.generation && len(c.batch) > 0 && c.batch[0].Offset == t.Offset {
		return c
	}
	return nil
}

// acknowledge goes on to the next record; a whole batch is committed at once.
func (f *follow) acknowledge(env *sim.Env, t *Task) {
	if f.n.config.Early {
		return // the whole batch was committed when it came
	}
	f.pass(env, t)
}

func (f *follow) over(env *sim.Env, t *Task) { f.pass(env, t) }

func (f *follow) pass(env *sim.Env, t *Task) {
	c := f.mine(t)
	if c == nil {
		return
	}
	c.busy, c.tries = false, 0
	c.batch = c.batch[1:]
	if len(c.batch) == 0 && !f.n.config.Early {
		f.commit(env, c, t.Offset+1)
	}
}

func (f *follow) commit(env *sim.Env, c *cursor, offset int64) {
	c.done = offset
	f.send(env, 0, &stream.Commit{Group: f.n.config.Name, Generation: f.generation, At: stream.Position{Partition: c.partition, Offset: offset}})
}

// fail tries a record again after a while, or passes over it when it was tried
// often enough. Until then everything behind it waits.
func (f *follow) fail(env *sim.Env, t *Task) {
	c := f.mine(t)
	if c == nil {
		return
	}
	if most := f.n.config.Tries; most > 0 && c.tries >= most {
		env.Note(t.Operation, PassedOver{Worker: env.Self(), Body: t.Body, Tries: c.tries})
		f.pass(env, t)
		return
	}
	env.After(retryPause, sourceTimer, f.retryKey(c))
}

// retryKey tells the retries of one generation from those of another.
func (f *follow) retryKey(c *cursor) uint64 {
	return retryBit | uint64(f.generation&0xffffff)<<16 | uint64(c.partition)
}
