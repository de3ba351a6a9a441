package storage

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	Level   Level
	Disks   []sim.NodeID
	Stripes int64                // blocks of one disk
	Time    network.Distribution // of a disk, to read or write a block
	Timeout time.Duration        // how long a disk may take for one transfer
	Rebuild float64              // stripes a second that are worked out for a new disk
	Line    int                  // requests that may wait
}

// State is how the controller sees a disk.
type State uint8

// The states of a disk.
const (
	Good State = iota
	Broken
	Rebuilding
)

// String is the state in a word.
func (s State) String() string { return [...]string{"good", "broken", "rebuilding"}[s] }

// Stats outlive crashes of the controller.
type Stats struct {
	Reads, Writes   int // of users, that went well
	Transfers       int // to and from disks for users
	RebuildMoves    int // for new disks
	Rebuilds        int // finished
	RebuildTime     time.Duration
	Lost            int // requests that met data that is gone
	Refused         int
	DegradedReads   int // that were worked out from the other disks
	DegradedSince   clock.Time
	DegradedSeconds float64
}

// catalogue is what the controller keeps in its own memory with a battery: it
// survives a crash.
type catalogue struct {
	blocks  map[string]int64 // by key
	free    []int64
	next    int64
	version map[string]request.Version // of what is written; a key without one is not there yet
	stamp   clock.Time
	states  []State
	rebuilt []int64 // stripes done, by disk
	dirty   map[int64]bool
	serials []clock.Time   // of the disks that are in
	gone    map[int64]bool // blocks that nobody can work out any more, until they are written anew
}

// Controller takes requests for keys and keeps each in a block of the array.
type Controller struct {
	config *Config
	stats  *Stats
	book   *catalogue
	next   uint64
	tasks  map[uint64]*task  // by transfer
	queues []([]pendingMove) // by disk
	active []uint64          // the transfer that a disk works on; 0: none
	locked map[int64][]*task // tasks that wait for a stripe; a key: it is taken
	open   int
	begun  []clock.Time  // of rebuilding
	alarms []sim.TimerID // of rebuilding
}

// Timers of a controller.
const (
	moveTimer uint8 = iota
	rebuildTimer
)

// NewController returns the controller of an array.
func NewController(c *Config, s *Stats) *Controller {
	n := len(c.Disks)
	return &Controller{config: c, stats: s, tasks: map[uint64]*task{}, queues: make([][]pendingMove, n), active: make([]uint64, n),
		locked: map[int64][]*task{}, begun: make([]clock.Time, n), alarms: make([]sim.TimerID, n)}
}

// Init implements sim.Node. Stripes that were being written at a crash get
// their parity worked out anew: else it would be wrong in silence, and with it
// what a disk that breaks later held (the write hole).
func (c *Controller) Init(env *sim.Env) {
	book, ok := env.Disk().Content.(*catalogue)
	if !ok {
		n := len(c.config.Disks)
		book = &catalogue{blocks: map[string]int64{}, version: map[string]request.Version{}, states: make([]State, n), rebuilt: make([]int64, n), dirty: map[int64]bool{},
			serials: make([]clock.Time, n), gone: map[int64]bool{}}
		env.Disk().Content = book
	}
	c.book = book
	if ok { // a disk may have been replaced while nobody looked
		for _, disk := range c.config.Disks {
			env.SendTaking(0, disk, 0, &Who{})
		}
	}
	for _, stripe := range sortedStripes(book.dirty) {
		c.begin(env, &task{kind: repair, stripe: stripe})
	}
	for disk, state := range book.states {
		if state == Rebuilding {
			c.beginRebuild(env, disk)
		}
	}
}

// Receive implements sim.Node.
func (c *Controller) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		c.accept(env, m, p)
	case *Transferred:
		c.moved(env, p)
	case *Hello:
		c.greet(env, m.From, p.Serial)
	}
}

// Timeout implements sim.Node.
func (c *Controller) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case moveTimer:
		c.late(env, t.Key)
	case rebuildTimer:
		if c.alarms[t.Key] == t.ID { // else it is that of an earlier rebuild
			c.rebuild(env, int(t.Key))
		}
	}
}

// accept turns a request into a task on a stripe.
func (c *Controller) accept(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	refuse := func(code, detail string) {
		c.stats.Refused++
		env.Note(m.Operation, Refused{Array: env.Self(), Detail: detail})
		env.Send(m.From, m.Operation, request.Fail(r, code, env.Name()+" "+detail, false))
	}
	t := &task{from: m.From, operation: m.Operation, request: r}
	block, known := c.book.blocks[r.Key]
	switch r.Verb {
	case request.Get, request.Delete:
		if !known {
			c.reply(env, t, &request.Response{Found: r.Verb == request.Delete})
			return
		}
		if r.Verb == request.Get && c.book.gone[block] {
			c.gone(env, t)
			return
		}
		if t.kind = readBlock; r.Verb == request.Delete {
			c.forget(r.Key, block)
			c.reply(env, t, &request.Response{Found: true, Version: c.stamp()})
			return
		}
	case request.Put:
		if len(r.Value) > maxValue {
			refuse(request.TooLarge, fmt.Sprintf("keeps values of at most %d bytes", maxValue))
			return
		}
		if !known {
			if block, known = c.allocate(r.Key); !known {
				refuse(request.Full, "has no free block left")
				return
			}
		}
		t.kind, t.value = writeBlock, frame(r.Value)
	default:
		refuse(request.Unsupported, "reads, writes and deletes blocks, and nothing else")
		return
	}
	if c.open >= c.config.Line {
		refuse(request.Overloaded, fmt.Sprintf("has %s waiting already", noun.Count(c.open, "request")))
		return
	}
	width := int64(c.config.Level.Width(len(c.config.Disks)))
	t.stripe, t.index = block/width, int(block%width)
	c.open++
	c.begin(env, t)
}

func (c *Controller) allocate(key string) (int64, bool) {
	b := c.book
	block := b.next
	switch n := len(b.free); {
	case n > 0:
		block, b.free = b.free[n-1], b.free[:n-1]
	case b.next >= c.config.Stripes*int64(c.config.Level.Width(len(c.config.Disks))):
		return 0, false
	default:
		b.next++
	}
	b.blocks[key] = block
	return block, true
}

func (c *Controller) forget(key string, block int64) {
	delete(c.book.blocks, key)
	delete(c.book.version, key)
	delete(c.book.gone, block)
	c.book.free = append(c.book.free, block)
}

// stamp gives a write its place in the order of writes.
func (c *Controller) stamp() request.Version {
	c.book.stamp++
	return request.Version{Stamp: c.book.stamp, Node: sim.Nobody}
}

// block is the block that a task works on.
func (c *Controller) block(t *task) int64 {
	return t.stripe*int64(c.config.Level.Width(len(c.config.Disks))) + int64(t.index)
}

func (c *Controller) reply(env *sim.Env, t *task, answer *request.Response) {
	if t.request == nil {
		return
	}
	answer.ID, answer.Verb, answer.Key = t.request.ID, t.request.Verb, t.request.Key
	env.Send(t.from, t.operation, answer)
}

// down reports whether a disk has not got a stripe.
func (c *Controller) down(stripe int64) func(disk int) bool {
	return func(disk int) bool {
		return c.book.states[disk] == Broken || c.book.states[disk] == Rebuilding && c.book.rebuilt[disk] <= stripe
	}
}

// States are how the controller sees its disks, and how far each new one is.
func (c *Controller) States() ([]State, []float64) {
	states, done := append([]State(nil), c.book.states...), make([]float64, len(c.book.states))
	for i := range done {
		done[i] = 1
		if states[i] != Good {
			done[i] = float64(c.book.rebuilt[i]) / float64(c.config.Stripes)
		}
	}
	return states, done
}

// Detail is the node in a line.
func (c *Controller) Detail() string {
	good := 0
	for _, s := range c.book.states {
		if s == Good {
			good++
		}
	}
	return fmt.Sprintf("%d of %s good, %s in progress", good, noun.Count(len(c.book.states), "disk"), noun.Count(c.open, "request"))
}
