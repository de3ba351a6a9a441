// Package fault keeps the book of what was broken in a run, and says what each
// fault means.
//
// A fault is a plain value: number, words, beginning, end. Everything that a
// fault causes carries its number, so an explanation can end at the step
// somebody took.
//
//	var book fault.Book
//	n := book.Begin(now, "partition store-1 | store-2", "store-1", "store-2")
//	book.End(n, later)
package fault

import "netsplit/engine/clock"

// Fault is something broken on purpose.
type Fault struct {
	Number  int      // from 1
	Text    string   // the step's words
	Targets []string // nodes it was done to
	Since   clock.Time
	Ended   clock.Time
	Active  bool
}

// String is the fault with its times.
func (f Fault) String() string {
	if f.Active {
		return f.Text + " (since " + f.Since.String() + ")"
	}
	return f.Text + " (" + f.Since.String() + " to " + f.Ended.String() + ")"
}

// Book is every fault of a run, by number.
type Book struct {
	faults []Fault
	spells []spell
}

// Begin enters a fault and returns its number.
func (b *Book) Begin(now clock.Time, text string, targets ...string) int {
	b.faults = append(b.faults, Fault{Number: len(b.faults) + 1, Text: text, Targets: targets, Since: now, Active: true})
	return len(b.faults)
}

// End closes a fault. A second end changes nothing.
func (b *Book) End(number int, now clock.Time) {
	if number < 1 || number > len(b.faults) || !b.faults[number-1].Active {
		return
	}
	b.faults[number-1].Active = false
	b.faults[number-1].Ended = now
}

// Get is a fault by number.
func (b *Book) Get(number int) (Fault, bool) {
	if number < 1 || number > len(b.faults) {
		return Fault{}, false
	}
	return b.faults[number-1], true
}

// All is every fault in order of beginning.
func (b *Book) All() []Fault { return b.faults }

// Active lists the faults that have not ended.
func (b *Book) Active() []Fault {
	var out []Fault
	for _, f := range b.faults {
		if f.Active {
			out = append(out, f)
		}
	}
	return out
}
