package check

import (
	"cmp"
	"fmt"
	"slices"

	"netsplit/calc/order"
	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// Zones: the fast way to see that a key did not behave like a register, and
// to say why (Gibbons and Korach, section 4).
//
// Take a value that was written once, and everybody who wrote or saw it. When
// the first of them returned, the key already held the value; when the last
// of them began, it still did. If the first moment lies before the second,
// the key held nothing else in between: a forward zone. If not, all of them
// overlap in a common time, and one moment in it is enough for them all: a
// backward zone. So a key is not a register if
//   - a read returned a value before anybody began to write it,
//   - two forward zones overlap: two values at one moment, or
//   - a backward zone lies within a forward zone: the value has no moment.
//
// If every value of the key was written once, by puts, and never deleted,
// the reverse holds too: with none of the three it is linearizable.

// zone is everything about one value.
type zone struct {
	value   content
	writer  *entry     // nil: the value from before the run
	held    clock.Time // the first of its operations returned: held since then at the latest
	since   *entry     // that operation; nil: since before the run
	needed  clock.Time // the last of its operations began: held until then at least
	until   *entry     // that operation
	earlier *entry     // a read that returned before the writer began
}

func (z *zone) forward() bool { return z.held < z.needed }

// zones collects the values that were written once, and the one from before
// the run if nobody may have written it again. The empty value is left out:
// to compare-and-set it may mean nothing.
func (r *register) zones() []*zone {
	byValue := map[content]*zone{}
	var list []*zone
	for _, e := range r.entries {
		for _, c := range touched(e) {
			z := byValue[c]
			if z == nil {
				if !r.once(c) {
					continue
				}
				z = &zone{value: c, held: forever, needed: -1}
				if c == r.initial {
					z.held = -1
				} else {
					z.writer = r.writers[c][0]
				}
				byValue[c] = z
				list = append(list, z)
			}
			z.touch(e)
		}
	}
	return list
}

// once reports whether the key came to hold the value at most once.
func (r *register) once(c content) bool {
	times := len(r.writers[c])
	if c == r.initial {
		times++
	}
	return times == 1 && c != (content{found: true})
}

// touched are the values that an entry proves were there.
func touched(e *entry) []content {
	var list []content
	if c, ok := e.writes(); ok {
		list = append(list, c)
	}
	if c, ok := e.observes(); ok {
		list = append(list, c)
	}
	return list
}

func (z *zone) touch(e *entry) {
	if e.end < z.held || e.end == z.held && z.since != nil && z.since.maybe {
		z.held, z.since = e.end, e
	}
	if e.call > z.needed {
		z.needed, z.until = e.call, e
	}
	if z.writer != nil && e.end < z.writer.call && (z.earlier == nil || e.end < z.earlier.end) {
		z.earlier = e
	}
}

// simple reports whether zones alone decide: only puts and reads, every
// value written once, none of them the one from before the run.
func (r *register) simple() bool {
	for _, e := range r.entries {
		switch {
		case e.op.Kind == history.Put && r.once(content{true, e.op.Value}):
		case e.op.Kind == history.Get && !(e.op.Found && e.op.Value == ""):
		default:
			return false
		}
	}
	return true
}

// conflict is why a key is not a register.
type conflict struct {
	at clock.Time // when it became certain
	fault
}

// conflicts returns what zones prove, the earliest first.
func (r *register) conflicts() []conflict {
	list := r.unwritten()
	zones := r.zones()
	var forward []*zone
	for _, z := range zones {
		if z.earlier != nil {
			list = append(list, conflict{z.earlier.end, fault{
				fmt.Sprintf("%s, but %s began only at %v, after the read had returned", told(z.earlier.op), name(z.writer.op), z.writer.call),
				ids(z.earlier.op, z.writer.op)}})
		} else if z.forward() {
			forward = append(forward, z)
		}
	}
	slices.SortStableFunc(forward, func(a, b *zone) int { return cmp.Compare(a.held, b.held) })
	for i, z := range forward {
		// The next forward zone to begin is the one to overlap, if any does.
		if i+1 < len(forward) && forward[i+1].held < z.needed {
			list = append(list, overlap(z, forward[i+1]))
		}
	}
	for _, b := range zones {
		if b.forward() || b.earlier != nil {
			continue
		}
		// Only the last forward zone to begin before b's own time can enclose it,
		// as long as forward zones do not overlap; if they do, that was found.
		i, _ := slices.BinarySearchFunc(forward, b.needed, func(z *zone, t clock.Time) int { return cmp.Compare(z.held, t) })
		if i > 0 && b.held < forward[i-1].needed {
			list = append(list, overlap(forward[i-1], b))
		}
	}
	order.By(list, func(a, b conflict) int { return cmp.Compare(a.at, b.at) })
	return list
}

// unwritten finds reads of values that nobody wrote, or only a write that
// failed.
func (r *register) unwritten() []conflict {
	var list []conflict
	for _, e := range r.entries {
		c, ok := e.observes()
		if !ok || c == r.initial || c.value == "" || len(r.writers[c]) > 0 {
			continue
		}
		text, operations := told(e.op), []*history.Operation{e.op}
		if e.op.Kind == history.CompareAndSet {
			text = fmt.Sprintf("%s found %s", text, word(c.value))
		}
		if i := slices.IndexFunc(r.failed, func(o *history.Operation) bool { return o.Kind != history.Delete && o.Value == c.value }); i >= 0 {
			f := r.failed[i]
			text = fmt.Sprintf("%s, but %s had failed%s: it was said not to have happened", text, name(f), code(f))
			operations = append(operations, f)
		} else {
			text += ", but nobody ever wrote that"
		}
		list = append(list, conflict{e.end, fault{text, ids(operations...)}})
	}
	return list
}

func code(o *history.Operation) string {
	if o.Code == "" {
		return ""
	}
	return " with " + word(o.Code)
}

// overlap puts into words that the value of a, held first, leaves no room
// for that of b.
func overlap(a, b *zone) conflict {
	late := a.until // the one that still saw the old value
	c := conflict{at: late.end}
	involved := []*history.Operation{late.op, b.since.op}
	switch {
	case b.writer != nil && b.writer.call > a.held:
		// b was written after a was there, and was there before a was read
		// again: a read of an old value.
		c.text = fmt.Sprintf("%s, but %s %s, before the %s began", describe(late, a), name(b.since.op), ended(b.since.op), actOf(late))
		if b.since != b.writer {
			involved = append(involved, b.writer.op)
		}
		if a.since != nil {
			involved = append(involved, a.since.op)
			c.text += fmt.Sprintf("; %s is older, for %s %s", shown(a.value), name(a.since.op), ended(a.since.op))
		}
	default:
		involved = append(involved, a.since.op, b.until.op)
		c.text = fmt.Sprintf("new then old: %s %s and %s, so the key held %s all that time; but %s %s, in the middle of it, and %s",
			name(a.since.op), ended(a.since.op), describe(late, a), shown(a.value),
			name(b.since.op), ended(b.since.op), describe(b.until, b))
	}
	c.operations = ids(involved...)
	return c
}

// describe says that an entry saw the zone's value, or wrote it.
func describe(e *entry, z *zone) string {
	if c, ok := e.observes(); ok && c == z.value && e.op.Kind == history.CompareAndSet {
		return fmt.Sprintf("%s found %s", told(e.op), shown(c))
	}
	if e.op.Kind == history.Get {
		return told(e.op)
	}
	return fmt.Sprintf("%s began at %v", name(e.op), e.call)
}

func actOf(e *entry) string {
	if e.op.Kind == history.Get {
		return "read"
	}
	return "operation"
}

func shown(c content) string {
	if !c.found {
		return "nothing"
	}
	return word(c.value)
}
