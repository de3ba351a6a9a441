package engine

import (
	"cmp"
	"slices"
	"time"

	"netsplit/calc/order"
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Bounds of what a run remembers of its messages.
const (
	flightsKept  = 8192 // latest messages
	turnsKept    = 1024 // latest changes of nodes' states
	flightsShown = 3000
)

// FlightState says what became of a message.
type FlightState string

// The states of a message.
const (
	Flying    FlightState = "in flight"
	Delivered FlightState = "delivered"
	Lost      FlightState = "lost"
)

// Flight is a message and what became of it. Of a message that was doubled it
// is the copy that arrived first; Again is when the other one did.
type Flight struct {
	Message // without Text, unless it was asked for alone
	State   FlightState
	Ended   clock.Time // delivered or lost then; in flight: when it is due
	Again   clock.Time // 0: it came once
	Reason  string     // why it was lost, in words
	Fault   string     // the step behind that, ""
}

// Turn is a node that changed its state.
type Turn struct {
	Time  clock.Time
	Node  string
	State NodeState
}

// Past is what happened between two moments, as far as it is kept.
type Past struct {
	From, To clock.Time
	Kept     clock.Time // since then every message is kept
	Flights  []Flight   // in the order in which they were sent
	Turns    []Turn     // until To, oldest first
	Cut      bool       // there were more messages than are listed
}

// flight is a Flight as it is kept: without words.
type flight struct {
	message, operation uint64
	from, to           sim.NodeID
	state              sim.RecordKind // Sent, Delivered or Dropped
	reason             sim.Drop
	fault              int
	sent, ended, again clock.Time
	payload            sim.Payload
}

type turn struct {
	at    clock.Time
	node  sim.NodeID
	state sim.State
}

// flights keeps the latest messages, by number, and changes of nodes' states.
type flights struct {
	list   []flight // of message m at m % flightsKept
	turns  []turn
	last   uint64
	travel [][]time.Duration // by sender and receiver
}

// observe takes a record in.
func (f *flights) observe(r sim.Record) {
	switch r.Kind {
	case sim.Started, sim.Halted:
		if len(f.turns) >= turnsKept {
			f.turns = slices.Delete(f.turns, 0, turnsKept/8)
		}
		f.turns = append(f.turns, turn{r.Time, r.Node, r.State})
	case sim.Sent:
		n := flight{message: r.Message, operation: r.Operation, from: r.Node, to: r.Peer, state: sim.Sent, sent: r.Time, payload: r.Payload}
		at := int(r.Message % flightsKept)
		for len(f.list) <= at && len(f.list) < flightsKept {
			f.list = append(f.list, flight{})
		}
		f.list[at], f.last = n, r.Message
	case sim.Delivered, sim.Dropped:
		at := int(r.Message % flightsKept)
		if at >= len(f.list) || f.list[at].message != r.Message {
			return // too long ago
		}
		n := &f.list[at]
		switch {
		case n.state == sim.Delivered && r.Kind == sim.Delivered:
			n.again = r.Time
		case n.state != sim.Delivered:
			if r.Kind == sim.Delivered {
				f.measure(n.from, n.to, r.Time.Sub(n.sent))
			}
			n.state, n.reason, n.fault, n.ended = r.Kind, r.Reason, r.Fault, r.Time
		}
	}
}

// measure takes the travel time of a message into its link's average, in which
// each message weighs a quarter of all before it.
func (f *flights) measure(from, to sim.NodeID, took time.Duration) {
	for int(from) >= len(f.travel) {
		f.travel = append(f.travel, nil)
	}
	row := f.travel[from]
	for int(to) >= len(row) {
		row = append(row, 0)
	}
	if row[to] == 0 {
		row[to] = took
	} else {
		row[to] += (took - row[to]) / 4
	}
	f.travel[from] = row
}

// took is the travel time on a link lately, 0 where nothing has arrived.
func (f *flights) took(from, to sim.NodeID) time.Duration {
	if int(from) >= len(f.travel) || int(to) >= len(f.travel[from]) {
		return 0
	}
	return f.travel[from][to]
}

// get is a message with its words.
func (f *flights) get(w *world, id uint64) (Flight, bool) {
	at := int(id % flightsKept)
	if id == 0 || at >= len(f.list) || f.list[at].message != id {
		return Flight{}, false
	}
	out := f.list[at].view(w)
	out.Text = describe(f.list[at].payload)
	if m, ok := w.sim.InTheAir(id); ok && out.State == Flying {
		out.Ended, out.Arrives = m.Due, m.Due
	}
	return out, true
}

func (n flight) view(w *world) Flight {
	out := Flight{Message: Message{ID: n.message, From: w.sim.Name(n.from), To: w.sim.Name(n.to), Kind: n.payload.Kind(),
		Operation: n.operation, SentAt: n.sent, Arrives: n.ended}, Ended: n.ended, Again: n.again}
	switch n.state {
	case sim.Delivered:
		out.State = Delivered
	case sim.Dropped:
		out.State, out.Reason = Lost, lossReason(n.reason)
		if b, ok := w.book.Get(n.fault); ok {
			out.Fault = b.Text
		}
	default:
		out.State = Flying
	}
	return out
}

func lossReason(d sim.Drop) string {
	switch d {
	case sim.DropCut:
		return "the link is cut"
	case sim.DropLoss:
		return "the link lost it by chance"
	case sim.DropCrashed:
		return "nobody was there to take it"
	case sim.DropGone:
		return "who it was for has been removed"
	case sim.DropFull:
		return "the buffers of the paused node were full"
	case sim.DropByHand:
		return "it was dropped by hand"
	}
	return ""
}

// Message is a message by number, with what it says and what became of it.
func (c *Cluster) Message(id uint64) (Flight, bool) { return c.world.flights.get(c.world, id) }

// Past lists the messages that were under way between two moments, and the
// changes of nodes' states until then.
func (c *Cluster) Past(from, to clock.Time) Past {
	w := c.world
	p := Past{From: from, To: to}
	due := map[uint64]clock.Time{}
	w.sim.InFlight(func(m sim.Message) bool {
		if old, ok := due[m.ID]; !ok || m.Due < old {
			due[m.ID] = m.Due
		}
		return true
	})
	oldest := max(w.flights.last, flightsKept) - flightsKept
	for id := w.flights.last; id > oldest; id-- {
		n := w.flights.list[id%flightsKept]
		if n.message != id || n.sent > to {
			continue
		}
		end := n.ended
		if n.state == sim.Sent {
			end = max(w.sim.Now(), due[id])
		}
		if end < from && n.again < from {
			continue
		}
		if len(p.Flights) >= flightsShown {
			p.Cut = true
			break
		}
		f := n.view(w)
		if f.State == Flying {
			f.Ended, f.Arrives = due[id], due[id]
		}
		p.Flights = append(p.Flights, f)
	}
	order.By(p.Flights, func(a, b Flight) int { return cmp.Compare(a.ID, b.ID) })
	if oldest > 0 {
		p.Kept = w.flights.list[(oldest+1)%flightsKept].sent
	}
	for _, t := range w.flights.turns {
		if t.at <= to {
			p.Turns = append(p.Turns, Turn{t.at, w.sim.Name(t.node), stateOf(t.state)})
		}
	}
	return p
}

// WhyMessage tells what became of a message: sent by whom and for what, and
// where it is lost, which step lost it.
func (c *Cluster) WhyMessage(id uint64) Explanation {
	f, ok := c.Message(id)
	if !ok {
		return Explanation{Title: "Why: message", Chain: []Cause{{Time: c.Now(), Text: "It is no longer kept: only the latest messages are."}}}
	}
	return f.explain(c)
}
