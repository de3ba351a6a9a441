package linear

import (
	"math/bits"
	"slices"

	"netsplit/engine/history"
)

// class is all writes without an end that are alike.
type class struct {
	swaps           bool // compare-and-set
	expected, value int32
}

// slot is an operation in progress.
type slot struct {
	kind            history.Kind
	expected, value int32
}

// frontier is all that may be the case at a moment.
type frontier struct {
	budget   int
	width    int  // how many states are kept
	narrowed bool // some were not
	states   []state
	values   map[string]int32
	places   map[*history.Operation]int
	slots    [Slots]slot
	open     uint64 // slots in use
	reads    uint64 // of them
	puts     uint64 // of them: writes that expect nothing
	classes  map[class]int
	kinds    []class         // by number
	offered  []uint16        // writes without an end so far, by class
	plain    []int           // classes that expect nothing
	from     map[int32][]int // classes of compare-and-sets, by what they expect
}

// state is one possibility. A write that is neither done nor free has to take
// effect, seen or not, before it ends; one that is free may have hidden.
type state struct {
	holds int32
	done  uint64 // slots that took effect
	free  uint64 // slots of writes that may, and need not
	used  string // how many writes without an end took effect, by class: two bytes each
}

func newFrontier(initial string, budget, width int) *frontier {
	f := &frontier{budget: budget, width: width, values: map[string]int32{}, places: map[*history.Operation]int{},
		classes: map[class]int{}, from: map[int32][]int{}}
	f.states = []state{{holds: f.value(initial)}}
	return f
}

// narrow keeps the states that used the fewest writes without an end.
func (f *frontier) narrow() {
	if len(f.states) <= f.width {
		return
	}
	f.narrowed = true
	slices.SortStableFunc(f.states, func(a, b state) int { return total(a.used) - total(b.used) })
	f.states = f.states[:f.width]
}

func (f *frontier) value(text string) int32 {
	n, ok := f.values[text]
	if !ok {
		n = int32(len(f.values))
		f.values[text] = n
	}
	return n
}

// offer adds a write that may take effect from now on.
func (f *frontier) offer(o *history.Operation) {
	c := class{swaps: o.Kind == history.CompareAndSet, value: f.value(o.Value)}
	if c.swaps {
		c.expected = f.value(o.Expected)
	}
	n, ok := f.classes[c]
	if !ok {
		n = len(f.kinds)
		f.classes[c] = n
		f.kinds = append(f.kinds, c)
		f.offered = append(f.offered, 0)
		if c.swaps {
			f.from[c.expected] = append(f.from[c.expected], n)
		} else {
			f.plain = append(f.plain, n)
		}
	}
	if f.offered[n] < 1<<16-1 {
		f.offered[n]++
	}
}

// begin puts an operation into a slot. It reports whether there was one.
func (f *frontier) begin(o *history.Operation) bool {
	n := bits.TrailingZeros64(^f.open)
	if n == Slots {
		return false
	}
	f.slots[n] = slot{o.Kind, f.value(o.Expected), f.value(o.Value)}
	f.places[o] = n
	f.open |= 1 << n
	switch o.Kind {
	case history.Get:
		f.reads |= 1 << n
		for i := range f.states {
			f.states[i] = f.settle(f.states[i])
		}
	case history.CompareAndSet:
	default:
		f.puts |= 1 << n
	}
	return true
}

// settle lets the reads take effect that fit.
func (f *frontier) settle(s state) state {
	for left := f.reads &^ s.done; left != 0; left &= left - 1 {
		n := bits.TrailingZeros64(left)
		if f.slots[n].value == s.holds {
			s.done |= 1 << n
		}
	}
	return s
}

// finish keeps the states in which the operation in a slot can end now, and
// frees the slot. A frontier that follows only some states uses writes without
// an end only where nothing else helps.
func (f *frontier) finish(n int) {
	var ended []state
	if f.width < everything {
		ended = f.reach(n, false)
		f.narrowed = f.narrowed || len(f.kinds) > 0
	}
	if len(ended) == 0 {
		ended = f.reach(n, true)
	}
	bit := uint64(1) << n
	f.open &^= bit
	f.reads &^= bit
	f.puts &^= bit
	left := newPareto(f)
	for _, s := range ended {
		left.add(s)
	}
	f.states = left.states()
	f.narrow()
}

// reach follows all orders of effects up to that of the operation in a slot,
// and returns the states after it, without the slot.
func (f *frontier) reach(n int, endless bool) []state {
	bit := uint64(1) << n
	var ended []state
	end := func(s state) {
		s.done &^= bit
		s.free &^= bit
		ended = append(ended, s)
	}
	reached := newPareto(f)
	queue := make([]state, 0, len(f.states))
	for _, s := range f.states {
		if (s.done|s.free)&bit != 0 {
			end(s)
		}
		if s.done&bit == 0 && reached.add(s) {
			queue = append(queue, s)
		}
	}
	enough := f.width // where only some are followed
	if endless {
		enough = max(1, f.width/4) // these chains are long, and the first found are the shortest
	}
	for len(queue) > 0 && f.budget >= 0 {
		if len(ended)/4 >= enough {
			f.narrowed = true
			break
		}
		s := queue[0]
		queue = queue[1:]
		f.budget--
		if !reached.has(s) {
			continue // a better one came later
		}
		f.successors(s, endless, func(next state) {
			f.budget--
			if (next.done|next.free)&bit != 0 {
				end(next)
			}
			if next.done&bit == 0 && reached.add(next) {
				queue = append(queue, next)
			}
		})
	}
	return ended
}

// successors are the states one effect later.
func (f *frontier) successors(s state, endless bool, visit func(state)) {
	for left := f.open &^ f.reads &^ s.done; left != 0; left &= left - 1 {
		n := bits.TrailingZeros64(left)
		o := f.slots[n]
		next := s
		next.done |= 1 << n
		next.free &^= 1 << n
		if o.kind == history.CompareAndSet {
			if o.expected != s.holds {
				continue
			}
		} else {
			next.free |= f.puts &^ next.done
		}
		next.holds = o.value
		visit(f.settle(next))
	}
	if !endless {
		return
	}
	for _, classes := range [][]int{f.plain, f.from[s.holds]} {
		for _, n := range classes {
			c := f.kinds[n]
			if c.value == s.holds || count(s.used, n) >= f.offered[n] || !f.wanted(s, c.value) {
				continue
			}
			next := s
			next.holds, next.used = c.value, increased(s.used, n)
			if !c.swaps {
				next.free |= f.puts &^ next.done
			}
			visit(f.settle(next))
		}
	}
}

// wanted reports whether somebody in progress, or a compare-and-set without an
// end, can see a value at once. Else there is no need to write it now: it
// would be seen later, and can be written then. Only what a write hides is
// gained, and a write that has to hide can be written itself.
func (f *frontier) wanted(s state, value int32) bool {
	for left := f.open &^ f.puts &^ s.done; left != 0; left &= left - 1 {
		o := f.slots[bits.TrailingZeros64(left)]
		if o.kind == history.Get && o.value == value || o.kind == history.CompareAndSet && o.expected == value {
			return true
		}
	}
	return len(f.from[value]) > 0
}

func count(used string, n int) uint16 {
	if 2*n >= len(used) {
		return 0
	}
	return uint16(used[2*n])<<8 | uint16(used[2*n+1])
}

func total(used string) int {
	sum := 0
	for n := range len(used) / 2 {
		sum += int(count(used, n))
	}
	return sum
}

func increased(used string, n int) string {
	b := []byte(used)
	for len(b) < 2*n+2 {
		b = append(b, 0)
	}
	c := count(used, n) + 1
	b[2*n], b[2*n+1] = byte(c>>8), byte(c)
	return string(b)
}
