package primary

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/ring"
	"netsplit/engine/shard"
	"netsplit/engine/sim"
)

// Listing is what the store knows of its directory, and what is measured.
type Listing struct {
	Directories []sim.NodeID
	Looked      int // questions that directories were asked
	Kept        int // requests that went by what their sender had been told before
	Stale       int // requests that went to a shard that the key had left
	Audits      int // lists of keys that a directory needed
	Questions   Questions
}

// Directory is a node that says which shard has a key. It has an entry for each
// key that a shard told it of; where another is it takes from the rule for keys
// that are new. A shard tells it as soon as keys have crossed, and every second
// it compares what it has with what each shard has: so it learns what it
// missed, and one that lost its disk has all again.
type Directory struct {
	layout *Layout
	disk   *listed
	heard  map[int]bool // shards that have said what they have; nil: it need not ask
	desk   desk
}

// listed is what a directory keeps on its disk.
type listed struct {
	number    int // of the move that the placement is of
	placement shard.Placement
	entries   map[string]whereabouts
}

// whereabouts is where a key is, and how often it had moved by then.
type whereabouts struct{ shard, turn int }

// NewDirectory returns a directory with empty memory.
func NewDirectory(l *Layout) *Directory { return &Directory{layout: l} }

// auditEvery is how often a directory compares its entries with the shards.
const auditEvery = time.Second

// Init implements sim.Node.
func (d *Directory) Init(env *sim.Env) {
	disk, ok := env.Disk().Content.(*listed)
	if !ok {
		disk = &listed{placement: d.layout.Shards.Placement(), number: d.layout.Moves.Number, entries: map[string]whereabouts{}}
		if d.layout.lives[env.Self()] {
			d.heard = map[int]bool{}
			env.Note(0, DirectoryForgot{Node: env.Self()})
		}
		env.Disk().Content = disk
	}
	d.layout.lives[env.Self()] = true
	d.disk = disk
	d.audit(env)
}

// Timeout implements sim.Node.
func (d *Directory) Timeout(env *sim.Env, t sim.Timer) {
	if t.Kind == workTimer {
		d.worked(env, t.Key)
		return
	}
	d.audit(env)
}

// Receive implements sim.Node.
func (d *Directory) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		d.admit(env, m, p)
	case *Entries:
		d.learn(p)
	}
}

// answer says where a key is.
func (d *Directory) answer(env *sim.Env, m sim.Message, r *request.Request) {
	switch {
	case r.Verb != request.Lookup:
		env.Send(m.From, m.Operation, request.Fail(r, request.Unsupported, "a directory keeps no values: it says which shard has a key", false))
	case d.learning():
		env.Send(m.From, m.Operation, request.Fail(r, request.NoAddress, env.Name()+" has lost its entries, and still asks the shards what they have", false))
	default:
		env.Send(m.From, m.Operation, &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Shard: d.disk.owner(r.Key) + 1})
	}
}

func (l *listed) owner(key string) int {
	if e, ok := l.entries[key]; ok {
		return e.shard
	}
	return l.placement.Owner(key)
}

// Says is which shard a directory holds to have a key, from its disk.
func Says(d *sim.Disk, key string) (int, bool) {
	l, ok := d.Content.(*listed)
	if !ok {
		return 0, false
	}
	return l.owner(key), true
}

// Listed counts what it has on its disk.
func Listed(d *sim.Disk) int {
	if l, ok := d.Content.(*listed); ok {
		return len(l.entries)
	}
	return 0
}

// learning reports whether it has lost its entries and a shard has not yet said
// which keys it has.
func (d *Directory) learning() bool {
	if d.heard == nil {
		return false
	}
	for _, g := range d.layout.groups {
		if !g.retired && !d.heard[g.Number] {
			return true
		}
	}
	d.heard = nil
	return false
}

// audit asks each shard whether it has the keys that the directory holds it to have.
func (d *Directory) audit(env *sim.Env) {
	digests := make([]uint64, len(d.layout.groups))
	for key, e := range d.disk.entries { // order-free: a sum
		if e.shard < len(digests) {
			digests[e.shard] ^= digest(key, e.turn)
		}
	}
	for i, g := range d.layout.groups {
		if !g.retired {
			env.Send(g.address, 0, &Audit{Group: i, Number: d.disk.number, Digest: digests[i], All: d.heard != nil && !d.heard[i]})
		}
	}
	env.After(auditEvery, watchTimer, 0)
}

func digest(key string, turn int) uint64 {
	return ring.HashKey(key) * uint64(2*turn+1)
}

// learn takes what a shard says, unless it has heard something later.
func (d *Directory) learn(p *Entries) {
	if p.Number > d.disk.number {
		d.disk.number, d.disk.placement = p.Number, p.placement
	}
	for _, e := range p.keys {
		if old, ok := d.disk.entries[e.key]; !ok || e.turn > old.turn || e.turn == old.turn && e.shard != old.shard && e.turn == 0 {
			d.disk.entries[e.key] = whereabouts{e.shard, e.turn}
		}
	}
	if p.Whole && d.heard != nil {
		d.heard[p.Group] = true
	}
}

// Detail is the node in a line.
func (d *Directory) Detail() string {
	if d.learning() {
		return "has lost its entries, and asks the shards"
	}
	text := fmt.Sprintf("keeps the places of %s", noun.Count(len(d.disk.entries), "key"))
	if len(d.desk.busy) > 0 {
		text += fmt.Sprintf("; works on %s, %d wait", noun.Count(len(d.desk.busy), "question"), len(d.desk.line))
	}
	return text
}

// entryOf is one key in a message to a directory.
type entryOf struct {
	key         string
	shard, turn int
}

// list tells the directories where keys are now.
func (m *member) list(env *sim.Env, keys []string) {
	if len(m.layout.Book.Directories) == 0 {
		return
	}
	p := m.entries()
	for _, key := range keys {
		p.keys = append(p.keys, entryOf{key, m.layout.Shards.Owner(key), m.layout.turn(key)})
	}
	for _, id := range m.layout.Book.Directories {
		env.Send(id, 0, p)
	}
}

func (m *member) entries() *Entries {
	return &Entries{Group: m.group.Number, Number: m.layout.Moves.Number, placement: m.layout.Shards.Placement()}
}

// audited answers a directory whose entries are not the keys that the leader has.
func (m *member) audited(env *sim.Env, from sim.NodeID, a *Audit) {
	if !m.valid(env) || m.disk.blank {
		return
	}
	p, sum := m.entries(), uint64(0)
	for _, key := range m.disk.table.keys {
		if m.layout.Shards.Owner(key) == m.group.Number {
			turn := m.layout.turn(key)
			sum ^= digest(key, turn)
			p.keys = append(p.keys, entryOf{key, m.group.Number, turn})
		}
	}
	if sum == a.Digest && p.Number == a.Number && !a.All {
		return
	}
	m.layout.Book.Audits++
	p.Whole = true
	env.Send(from, 0, p)
}

// Audit says what a directory holds of a shard: a sum over its keys.
type Audit struct {
	Group  int
	Number int // of the move that it knows of
	Digest uint64
	All    bool // it has lost what it had
}

// Kind implements sim.Payload.
func (*Audit) Kind() string { return "audit" }

// Size implements sim.Payload.
func (*Audit) Size() int { return overhead }

// String implements sim.Payload.
func (a *Audit) String() string {
	return fmt.Sprintf("are these the keys of shard %d?", a.Group+1)
}

// Entries says where keys are.
type Entries struct {
	Group     int
	Number    int  // of the latest move
	Whole     bool // all keys of the shard
	placement shard.Placement
	keys      []entryOf
}

// Kind implements sim.Payload.
func (*Entries) Kind() string { return "entries" }

// Size implements sim.Payload.
func (e *Entries) Size() int {
	n := overhead
	for _, k := range e.keys {
		n += 16 + len(k.key)
	}
	return n
}

// String implements sim.Payload.
func (e *Entries) String() string {
	return fmt.Sprintf("the places of %s, says shard %d", noun.Count(len(e.keys), "key"), e.Group+1)
}

// DirectoryForgot is the fact that a directory starts without its entries.
type DirectoryForgot struct{ Node sim.NodeID }

// Sentence implements sim.Fact.
func (d DirectoryForgot) Sentence(name func(sim.NodeID) string) string {
	return name(d.Node) + " has lost its entries: it asks every shard which keys it has, and answers nobody until it knows"
}

// Weight implements sim.Fact.
func (DirectoryForgot) Weight() sim.Weight { return sim.Warning }
