package engine

import (
	"slices"

	"github.com/cespare/xxhash/v2"

	"netsplit/engine/causal"
	"netsplit/engine/clock"
	"netsplit/engine/history"
	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/workload"
)

// historyLimit bounds the operations that are kept for the checkers.
const historyLimit = 100_000

const tooLong = "More than 100,000 operations were made: the beginning of the history is no longer kept, so this can't be decided. Check a shorter run."

// object is a key of a store: two stores of a scenario may use the same keys.
type object struct{ store, key string }

// operation is a client operation with what the run knows of it.
type operation struct {
	history.Operation
	store   string // whose data it is about; "" for jobs
	node    sim.NodeID
	via     sim.NodeID
	request request.Request
	answer  request.Response
	pending bool
	manual  bool
	stale   bool
	floor   write // the newest write acknowledged when it was invoked
}

// write is an acknowledged version and the operation that wrote it.
type write struct {
	version   request.Version
	operation uint64
	at        clock.Time // when it was acknowledged
	deleted   bool

	// Where siblings are kept: all that was acknowledged, and the latest of it.
	all    causal.Context
	recent []acknowledgement
}

// acknowledgement is a write that somebody was told of.
type acknowledgement struct {
	dot       causal.Dot
	operation uint64
}

// acknowledgementsKept is how far back the write is looked for that a stale
// read missed.
const acknowledgementsKept = 16

// seenBy reports whether somebody with that version or context misses nothing.
func (x write) seenBy(v request.Version, c causal.Context) bool {
	if x.all.Empty() {
		return v.Compare(x.version) >= 0
	}
	return c.Includes(x.all)
}

// missedBy is the latest acknowledged write that somebody has not seen.
func (x write) missedBy(c causal.Context) uint64 {
	for _, a := range slices.Backward(x.recent) {
		if !c.Covers(a.dot) {
			return a.operation
		}
	}
	return x.operation
}

// and is what was acknowledged with one more.
func (x write) and(r request.Response, operation uint64, now clock.Time) write {
	next := x
	if r.Version.Compare(x.version) > 0 {
		next.version, next.operation, next.at, next.deleted = r.Version, operation, now, r.Verb == request.Delete
	}
	if r.Dot.None() {
		return next
	}
	// By what was acknowledged last, whatever the clocks say.
	next.operation, next.at, next.deleted = operation, now, r.Verb == request.Delete
	next.all = x.all.With(r.Dot)
	next.recent = append(slices.Clone(x.recent), acknowledgement{r.Dot, operation})
	next.recent = next.recent[max(0, len(next.recent)-acknowledgementsKept):]
	return next
}

// operations keeps every operation of a run.
type operations struct {
	w       *world
	all     []*operation
	limit   int    // of all
	first   uint64 // number of all[0]
	newest  map[object]write
	stale   map[string]int // by store and by client
	fresh   map[string]*metric.Curve
	manual  []uint64
	recent  map[string][]string // keys last touched by hand, by store
	results uint64              // hash of all answers
	counts  OperationCounts     // of the whole run, those no longer kept among them
}

func newOperations(w *world) *operations {
	return &operations{w: w, limit: historyLimit, first: 1, newest: map[object]write{}, stale: map[string]int{}, recent: map[string][]string{}, fresh: map[string]*metric.Curve{}}
}

// get is an operation by number, nil if it is not kept.
func (o *operations) get(id uint64) *operation {
	if id < o.first || id >= o.first+uint64(len(o.all)) {
		return nil
	}
	return o.all[id-o.first]
}

// Invoked implements workload.Recorder.
func (o *operations) Invoked(op workload.Operation) {
	w := o.w
	n := &operation{node: op.Node, via: op.Via, request: op.Request, pending: true, manual: op.Node == w.you}
	n.store = w.storeOf(op.Request, op.Via)
	n.Operation = history.Operation{ID: op.ID, Process: op.Process, Client: w.sim.Name(op.Node), Kind: kindOf(op.Request.Verb),
		Key: op.Request.Key, Value: op.Request.Value, Expected: op.Request.Expected, Invoked: op.Started,
		Outcome: history.Info, Via: w.sim.Name(op.Via)}
	n.floor = o.newest[object{n.store, n.Key}]
	if len(o.all) >= o.limit {
		drop := o.limit / 10
		o.all = slices.Delete(o.all, 0, drop)
		o.first += uint64(drop)
	}
	o.all = append(o.all, n)
	if !op.Request.Verb.Listens() { // who listens is always in the middle of it
		o.counts.Total++
		o.counts.Unknown++ // until it is known
	}
	if n.manual {
		o.manual = append(o.manual, n.ID)
		o.touch(n.store, n.Key)
	}
}

func kindOf(v request.Verb) history.Kind {
	switch v {
	case request.Put:
		return history.Put
	case request.Delete:
		return history.Delete
	case request.CompareAndSet:
		return history.CompareAndSet
	case request.Send:
		return history.Send
	case request.Publish:
		return history.Publish
	case request.Append:
		return history.Append
	case request.Poll:
		return history.Poll
	case request.Connect:
		return history.Connect
	}
	return history.Get
}

// touch remembers keys used by hand, the latest first: screens show them first.
func (o *operations) touch(store, key string) {
	keys := slices.DeleteFunc(o.recent[store], func(k string) bool { return k == key })
	o.recent[store] = slices.Insert(keys, 0, key)
}

// Returned implements workload.Recorder.
func (o *operations) Returned(op workload.Operation, r request.Response) {
	n := o.get(op.ID)
	if n == nil {
		o.count(op, outcomeOf(r)) // it took so long that it is no longer kept
		return
	}
	if !n.pending {
		return
	}
	o.routed(n, op.Via)
	now := o.w.sim.Now()
	n.pending, n.answer, n.Returned, n.Code = false, r, now, r.Code
	if v := r.Version; v != (request.Version{}) {
		n.Version = v.Text(o.w.sim.Name)
		for _, beside := range r.Beside {
			n.Version += request.Bar + beside.Text(o.w.sim.Name)
		}
	}
	n.Outcome = outcomeOf(r)
	if r.OK() {
		o.succeeded(n, r)
	}
	o.results = o.results*31 + xxhash.Sum64String(string(n.Outcome)+n.Code+n.Value)
	o.count(workload.Operation{Node: n.node, Request: n.request, Started: n.Invoked}, n.Outcome)
	o.w.trace.ended(n)
	o.w.story.operationEnded(n)
}

// outcomeOf is what an answer means for the one who asked.
func outcomeOf(r request.Response) history.Outcome {
	switch {
	case r.OK():
		return history.OK
	case r.Code == request.Abandoned, r.Maybe && r.Verb.Writes():
		return history.Info
	}
	return history.Fail
}

// count adds an operation that ended to the totals of the run and its client.
func (o *operations) count(op workload.Operation, outcome history.Outcome) {
	if op.Request.Verb.Listens() {
		o.counts.Total++
		o.counts.Unknown++
	}
	switch outcome {
	case history.OK:
		o.counts.OK++
		o.counts.Unknown--
	case history.Fail:
		o.counts.Failed++
		o.counts.Unknown--
	}
	now := o.w.sim.Now()
	if c, ok := o.w.parts[o.w.sim.Name(op.Node)].(*clientPart); ok {
		c.series.Record(now, outcome, now.Sub(op.Started))
		if op.Request.Verb.Listens() && outcome != history.OK {
			c.outage.notBefore(op.Started)
		}
		c.outage.record(now, op.Request.Verb.Writes(), outcome == history.OK)
	}
}

func (o *operations) succeeded(n *operation, r request.Response) {
	if n.request.Verb.Listens() {
		return
	}
	key := object{n.store, n.Key}
	if n.Kind == history.Get {
		n.Found, n.Value = r.Found, r.Value
		// Of a deleted key nothing may be left, not even the tombstone's version.
		fresh := n.floor.seenBy(r.Version, r.Context) || n.floor.deleted && !r.Found
		if n.floor.operation != 0 {
			o.freshness(n.store).Record(n.Invoked.Sub(n.floor.at), fresh)
		}
		if n.store != "" && !fresh {
			n.stale = true
			n.floor.operation = n.floor.missedBy(r.Context)
			o.stale[n.store]++
			o.stale[n.Client]++
		}
		return
	}
	o.newest[key] = o.newest[key].and(r, n.ID, o.w.sim.Now())
	o.w.supersede(n.store, n.Key)
}

// abandon ends what a node had asked that has crashed: nobody will ever know
// what came of it.
func (o *operations) abandon(id sim.NodeID) {
	if o.w.sim.Node(id) != nil {
		return
	}
	for _, n := range o.all {
		if n.pending && n.node == id {
			o.Returned(workload.Operation{ID: n.ID}, *request.Fail(&n.request, request.Abandoned, n.Client+" crashed before the answer came", true))
		}
	}
}

// freshness is, for a store, the share of reads that saw the newest write that
// was acknowledged before they began, by how long before.
func (o *operations) freshness(store string) *metric.Curve {
	c := o.fresh[store]
	if c == nil {
		c = &metric.Curve{}
		o.fresh[store] = c
	}
	return c
}

// writer is the operation that wrote a version of what a read asked for.
func (o *operations) writer(read *operation, v request.Version) *operation {
	for _, n := range slices.Backward(o.all) {
		if n.Key == read.Key && n.store == read.store && n.request.Verb.Writes() && n.answer.OK() && n.answer.Version == v && !n.pending {
			return n
		}
	}
	return nil
}

// acknowledged reports whether an operation was told that it succeeded.
func (o *operations) acknowledged(id uint64) bool {
	n := o.get(id)
	return n != nil && n.Outcome == history.OK
}

// of lists the history of a store; whole is false when its beginning is gone.
// Writes that another store answered for may have changed this one too.
func (o *operations) of(store string) (list []history.Operation, whole bool) {
	for _, n := range o.all {
		switch {
		case n.store == store:
			list = append(list, n.Operation)
		case n.request.Verb.Writes() && n.via != sim.Nobody && slices.Contains(o.w.storesBeside(doorway{o.w.nodes[n.via].component, n.request.Path, true}), store):
			beside := n.Operation
			beside.Outcome, beside.Version = history.Info, ""
			list = append(list, beside)
		}
	}
	return list, o.first == 1
}

// asker is a node that knows which of its operations have not ended. What it
// asked before a crash it has forgotten.
type asker interface{ InProgress(id uint64) bool }

// inProgress counts client operations that have not ended.
func (o *operations) inProgress() int {
	n := 0
	for i := len(o.all) - 1; i >= 0 && i >= len(o.all)-2000; i-- {
		op := o.all[i]
		if !op.pending || op.request.Verb.Listens() { // who listens is never done
			continue
		}
		// One that nobody will end (its client crashed) is not in progress.
		if by, ok := o.w.sim.Node(op.node).(asker); ok && by.InProgress(op.ID) {
			n++
		}
	}
	return n
}

// lastManual is the latest operation by hand, nil if there is none.
func (o *operations) lastManual() *operation {
	if len(o.manual) == 0 {
		return nil
	}
	return o.get(o.manual[len(o.manual)-1])
}

// interesting chooses keys for a screen: those touched by hand first, then
// the others in order.
func (o *operations) interesting(store string, keys []string, most int) []string {
	present := make(map[string]bool, len(keys))
	for _, k := range keys {
		present[k] = true
	}
	var out []string
	chosen := map[string]bool{}
	for _, k := range slices.Concat(o.recent[store], keys) {
		if len(out) == most {
			break
		}
		// A key written in vain is shown too: that nobody has it is the news.
		if !chosen[k] && (present[k] || slices.Contains(o.recent[store], k)) {
			chosen[k] = true
			out = append(out, k)
		}
	}
	return out
}

// routed notes who was asked in the end, which for a name is known only once
// it is resolved.
func (o *operations) routed(n *operation, via sim.NodeID) {
	if via == n.via {
		return
	}
	n.via, n.Via = via, o.w.sim.Name(via)
	if store := o.w.storeOf(n.request, via); store != n.store {
		n.store = store
		if n.floor = o.newest[object{store, n.Key}]; n.floor.at > n.Invoked {
			n.floor = write{} // it was acknowledged later than this began
		}
	}
}
