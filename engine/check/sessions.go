package check

import (
	"cmp"
	"fmt"
	"slices"

	"netsplit/engine/history"
)

// Order compares two versions of one key: negative if a is older than b, 0 if
// they are the same version, positive if a is newer. A store that orders all
// writes of a key, as by timestamp and node, can always tell.
type Order func(a, b string) int

// Guarantees decides the four session guarantees, for each process alone, from
// the versions that its operations name. Each is decided key by key:
//
//   - read-your-writes: a read that began after a write of the process had
//     returned must not return an older version than that write's;
//   - monotonic-reads: a read must not return an older version than an earlier
//     read of the process did;
//   - monotonic-writes: a write must get a newer version than an earlier write
//     of the process, else it is overwritten by it;
//   - writes-follow-reads: a write must get a newer version than what the
//     process read before.
//
// A read that found nothing, and names no version of a tombstone, breaks the
// first two if there was something before, unless a delete that is
// acknowledged or Info may explain it: one that began before the read
// returned and did not return before the write, or the earlier read, began.
//
// Only operations that ended OK count. Across keys the last two ask what others
// see in which order, which clients' answers alone can't decide, so they are
// not checked. Where versions are missing the comparison is skipped, and a
// guarantee of which nothing could be compared is Unknown.
func Guarantees(operations []history.Operation, order Order) []Verdict {
	s := newSessions(operations, order)
	return []Verdict{
		s.check("read-your-writes", "reads", isWrite, isRead),
		s.check("monotonic-reads", "reads", isRead, isRead),
		s.check("monotonic-writes", "writes", isWrite, isWrite),
		s.check("writes-follow-reads", "writes", isRead, isWrite),
	}
}

// Sessions is all Guarantees in one verdict, with the faults of the first
// that is broken.
func Sessions(operations []history.Operation, order Order) Verdict {
	return allOf(Guarantees(operations, order), "every session reads its writes, and neither its reads nor its writes go back")
}

// SessionsThatSee is Sessions for a store that keeps siblings: includes tells
// whether who read version a has seen all that there is in version b. Of the
// four guarantees the two of reads are checked. No write is undone by one that
// the store takes for newer, so the two of writes can't be broken.
func SessionsThatSee(operations []history.Operation, includes func(a, b string) bool) Verdict {
	s := newSessions(operations, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case includes(a, b):
			return 1
		}
		return -1
	})
	return allOf([]Verdict{s.check("read-your-writes", "reads", isWrite, isRead), s.check("monotonic-reads", "reads", isRead, isRead)},
		"every session reads its writes, and its reads do not go back")
}

// allOf is several guarantees in one verdict.
func allOf(guarantees []Verdict, fine string) Verdict {
	const name = "sessions"
	unknown := 0
	var first *Verdict
	for _, v := range guarantees {
		if !v.OK && !v.Unknown {
			return Verdict{Name: name, Explanation: v.Name + ": " + v.Explanation, Operations: v.Operations}
		}
		if v.Unknown {
			unknown++
			if first == nil {
				first = &v
			}
		}
	}
	if first != nil {
		return Verdict{Name: name, Unknown: true, Explanation: first.Name + ": " + first.Explanation}
	}
	return Verdict{Name: name, OK: true, Explanation: fine}
}

func isRead(o *history.Operation) bool { return o.Kind == history.Get }

func isWrite(o *history.Operation) bool {
	return o.Kind == history.Put || o.Kind == history.CompareAndSet || o.Kind == history.Delete
}

type sessionKey struct {
	process int
	key     string
}

// sessions is a history by process and key.
type sessions struct {
	order   Order
	where   string                 // what the operations of a list have in common, in words
	list    [][]*history.Operation // each by invocation
	deletes map[string][]*history.Operation
}

func newSessions(operations []history.Operation, order Order) *sessions {
	s := &sessions{order: order, where: "in the same session", deletes: map[string][]*history.Operation{}}
	places := map[sessionKey]int{}
	for i := range operations {
		o := &operations[i]
		if o.Kind == history.Delete && o.Outcome != history.Fail {
			s.deletes[o.Key] = append(s.deletes[o.Key], o)
		}
		if o.Outcome != history.OK || !isRead(o) && !isWrite(o) {
			continue
		}
		k := sessionKey{o.Process, o.Key}
		place, ok := places[k]
		if !ok {
			place = len(s.list)
			places[k] = place
			s.list = append(s.list, nil)
		}
		s.list[place] = append(s.list[place], o)
	}
	for i := range s.list {
		slices.SortStableFunc(s.list[i], func(a, b *history.Operation) int {
			return cmp.Or(cmp.Compare(a.Invoked, b.Invoked), cmp.Compare(a.ID, b.ID))
		})
	}
	return s
}

// check compares every operation of the later kind with the newest version
// that an operation of the earlier kind named and returned before it began.
func (s *sessions) check(name, what string, earlier, later func(*history.Operation) bool) Verdict {
	var faults []fault
	compared, skipped := 0, 0
	for _, list := range s.list {
		var newest *history.Operation // of the earlier kind
		var pending []*history.Operation
		for _, o := range list {
			// A process has one operation at a time; should it have several, those
			// that have not returned yet say nothing about this one.
			pending = slices.DeleteFunc(pending, func(p *history.Operation) bool {
				if p.Returned > o.Invoked {
					return false
				}
				newest = s.newer(newest, p)
				return true
			})
			if later(o) && newest != nil {
				old, known := s.older(o, newest)
				switch {
				case !known:
					skipped++
				case old:
					faults = append(faults, s.broken(newest, o))
					compared++
				default:
					compared++
				}
			}
			if earlier(o) && (o.Found || o.Version != "" || isWrite(o)) {
				pending = append(pending, o)
			}
		}
	}
	if len(faults) == 0 && compared == 0 && skipped > 0 {
		return Verdict{Name: name, Unknown: true, Explanation: fmt.Sprintf("none of %d %s names a version to compare", skipped, what)}
	}
	fine := fmt.Sprintf("%d %s compared, none is older than it may be", compared, what)
	if skipped > 0 {
		fine += fmt.Sprintf("; %d could not be compared", skipped)
	}
	return verdict(name, faults, fine)
}

// newer is the one with the newer version; where that is not known, the later.
func (s *sessions) newer(a, b *history.Operation) *history.Operation {
	if a != nil && a.Version != "" && (b.Version == "" || s.order != nil && s.order(b.Version, a.Version) < 0) {
		return a
	}
	return b
}

// older reports whether o goes back behind the earlier operation e.
func (s *sessions) older(o, e *history.Operation) (old, known bool) {
	if isRead(o) && !o.Found && o.Version == "" {
		if e.Kind == history.Delete {
			return false, true
		}
		return !s.deleted(e, o), true
	}
	if isRead(o) && isRead(e) && o.Version == e.Version && o.Version != "" {
		return false, true
	}
	if s.order == nil || o.Version == "" || e.Version == "" {
		// Without versions: what it wrote itself is not old.
		return false, isRead(o) && o.Found && e.Kind != history.Delete && o.Value == e.Value
	}
	by := s.order(o.Version, e.Version)
	if isWrite(o) {
		return by <= 0, true // the same version would mean that one of them is gone
	}
	return by < 0, true
}

// deleted reports whether a delete may have come between the two.
func (s *sessions) deleted(from, to *history.Operation) bool {
	return slices.ContainsFunc(s.deletes[to.Key], func(d *history.Operation) bool {
		return d.Invoked <= to.Returned && (d.Outcome == history.Info || d.Returned >= from.Invoked)
	})
}

// broken puts it into words.
func (s *sessions) broken(e, o *history.Operation) fault {
	text := told(o)
	if o.Version != "" {
		text += fmt.Sprintf(" (version %s)", word(o.Version))
	}
	text += fmt.Sprintf(", but %s %s %s", s.where, name(e), ended(e))
	if e.Version != "" {
		text += fmt.Sprintf(" (version %s)", word(e.Version))
	}
	switch {
	case isWrite(o):
		text += ", which is not older: the write has no effect"
	case o.Version != "":
		text += ", which is newer"
	}
	return fault{text, ids(e, o)}
}
