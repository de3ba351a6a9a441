package storage

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// blockSize is how many bytes of a block are really kept. Each stands for
// BlockBytes on the disk.
const blockSize = 256

// BlockBytes is what a block takes of a disk.
const BlockBytes = 64 * 1024

// Disk is one disk. It does one thing at a time. A disk that crashes is
// broken: what starts in its place is another one, and empty. Only where the
// controller is down as well, as when the power fails, it is the same disk with
// what it held.
type Disk struct {
	config     *Config
	controller func() sim.NodeID
	replaced   func() bool // whether what starts now is another disk
	*platter
	line []*Transfer
	busy bool
	Done int // reads and writes
}

// platter is what a disk holds. Two disks have not the same serial number, as
// far as one array sees them.
type platter struct {
	serial clock.Time
	blocks map[int64][]byte
}

const transferTimer uint8 = 0

// NewDisk returns a disk. The controller is asked late: it is made after the
// disks.
func NewDisk(c *Config, controller func() sim.NodeID, replaced func() bool) *Disk {
	return &Disk{config: c, controller: controller, replaced: replaced}
}

// Init implements sim.Node.
func (d *Disk) Init(env *sim.Env) {
	old, ok := env.Disk().Content.(*platter)
	if !ok || d.replaced() {
		old = &platter{serial: env.Now(), blocks: map[int64][]byte{}}
		env.Disk().Content = old
	}
	d.platter = old
	d.greet(env)
}

func (d *Disk) greet(env *sim.Env) { env.SendTaking(0, d.controller(), 0, &Hello{Serial: d.serial}) }

// Receive implements sim.Node.
func (d *Disk) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *Who:
		d.greet(env)
	case *Transfer:
		d.line = append(d.line, p) // the controller sends one at a time
		d.next(env)
	}
}

func (d *Disk) next(env *sim.Env) {
	if !d.busy && len(d.line) > 0 {
		d.busy = true
		env.After(d.config.Time.Sample(env.Rand()), transferTimer, 0)
	}
}

// Timeout implements sim.Node.
func (d *Disk) Timeout(env *sim.Env, _ sim.Timer) {
	t := d.line[0]
	d.line, d.busy = d.line[1:], false
	d.Done++
	answer := &Transferred{ID: t.ID}
	if t.Write != nil {
		d.blocks[t.Stripe] = t.Write
	} else {
		answer.Data = d.Block(t.Stripe)
	}
	env.SendTaking(0, d.controller(), t.operation, answer)
	d.next(env)
}

// Block is what the disk holds; where nothing was ever written it is zeros.
func (d *Disk) Block(stripe int64) []byte {
	if b, ok := d.blocks[stripe]; ok {
		return b
	}
	return make([]byte, blockSize)
}

// Detail is the disk in a line.
func (d *Disk) Detail() string {
	return fmt.Sprintf("%s written, %d waiting", noun.Count(len(d.blocks), "block"), len(d.line))
}

// Who asks a disk for its serial number.
type Who struct{}

// Kind implements sim.Payload.
func (*Who) Kind() string { return "who" }

// Size implements sim.Payload.
func (*Who) Size() int { return 8 }

// String implements sim.Payload.
func (*Who) String() string { return "which disk are you" }

// Hello says that a disk is there, and which one.
type Hello struct{ Serial clock.Time }

// Kind implements sim.Payload.
func (*Hello) Kind() string { return "hello" }

// Size implements sim.Payload.
func (*Hello) Size() int { return 8 }

// String implements sim.Payload.
func (*Hello) String() string { return "a disk is here" }

// Transfer reads a block, or writes one.
type Transfer struct {
	ID        uint64
	Stripe    int64
	Write     []byte // nil: read
	operation uint64
}

// Kind implements sim.Payload.
func (t *Transfer) Kind() string {
	if t.Write != nil {
		return "block-write"
	}
	return "block-read"
}

// Size implements sim.Payload: data goes over the array's own wires.
func (*Transfer) Size() int { return 8 }

// String implements sim.Payload.
func (t *Transfer) String() string { return fmt.Sprintf("%s of stripe %d", t.Kind(), t.Stripe) }

// Transferred says that it is done.
type Transferred struct {
	ID   uint64
	Data []byte // of a read
}

// Kind implements sim.Payload.
func (*Transferred) Kind() string { return "block" }

// Size implements sim.Payload.
func (*Transferred) Size() int { return 8 }

// String implements sim.Payload.
func (*Transferred) String() string { return "done" }
