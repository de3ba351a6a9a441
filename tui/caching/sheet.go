package caching

import (
	"strconv"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/engine/replay"
)

// Question is what was asked, in words and at a shell.
type Question struct {
	Title, Shell string
	Bytes        bool // capacities are in bytes
}

// Sheet is the worksheet of a replay.
func Sheet(q Question, runs []replay.Run) calc.Worksheet {
	w := calc.Worksheet{Command: "cache", Title: q.Title, Shell: q.Shell}
	table := calc.Table{Key: "runs", RowKey: "policy", Title: "Hits", Corner: "policy", Columns: []calc.Column{
		{Key: "capacity", Label: "capacity"}, {Key: "requests", Label: "requests"}, {Key: "hits", Label: "hits"}, {Key: "misses", Label: "misses"},
		{Key: "hit_ratio", Label: "hit ratio"}, {Key: "missed_bytes", Label: missedLabel(runs)}}}
	tooLarge := int64(0)
	for _, r := range runs {
		w.Step(r.Policy+" with "+q.capacity(r).String(), unit.RatioFloat(r.HitRatio()), hitsWord(r.Hits)+" ÷ {} requests", count(r.Hits), count(r.Requests))
		table.Rows = append(table.Rows, calc.Row{Key: r.Policy, Label: r.Policy, Cells: []unit.Quantity{q.capacity(r),
			count(r.Requests), count(r.Hits), count(r.Misses()), unit.RatioFloat(r.HitRatio()), missed(r)}})
		tooLarge = max(tooLarge, r.TooLarge)
	}
	w.Tables = append(w.Tables, table)
	w.Assume("requests", "one at a time", "on a miss keys go until the new one fits, then it comes in")
	if q.Bytes {
		w.Assume("an object larger than the cache", "is a miss", "it does not come in, and nothing goes for it; here "+strconv.FormatInt(tooLarge, 10)+" requests at most")
		w.Assume("an object", "keeps the size it came in with", "a hit with another size changes nothing; one of 0 bytes takes no room")
	}
	for _, r := range runs {
		if r.Policy == "arc" {
			w.Assume("arc", "as in hashicorp/golang-lru", "each list of ghosts is cut to what the target leaves it; the paper bounds T1 and B1 together, so its hits differ")
			break
		}
	}
	for _, r := range runs {
		if r.Policy == replay.Belady {
			why := "it knows the future and drops what is needed last: none that lets every key in has more hits"
			if q.Bytes {
				why = "it knows the future and drops what is needed last; with sizes that is a good rule, and no bound"
			}
			w.Assume("belady", "is no policy to use", why)
			break
		}
	}
	matters(&w, runs)
	return w
}

func (q Question) capacity(r replay.Run) unit.Quantity {
	n := count(r.Capacity)
	if q.Bytes {
		return unit.Bytes(n.Number())
	}
	return n
}

func missed(r replay.Run) unit.Quantity {
	if r.MissedBytes < 0 {
		return unit.Absent{Suffix: "bytes", Text: "-", Reason: "the requests have no sizes"}
	}
	return unit.Bytes(count(r.MissedBytes).Number())
}

// missedLabel hides the column from readers where no sizes are known.
func missedLabel(runs []replay.Run) string {
	for _, r := range runs {
		if r.MissedBytes >= 0 && r.Misses() > 0 {
			return "missed"
		}
	}
	return ""
}

// matters compares the first run with the others.
func matters(w *calc.Worksheet, runs []replay.Run) {
	if len(runs) == 0 {
		return
	}
	first := runs[0]
	var changes []calc.Change
	for _, r := range runs[1:] {
		input, words := "capacity", number(r.Capacity)+" instead, hit ratio"
		if r.Capacity == first.Capacity {
			input, words = "policy", r.Policy+" instead, hit ratio"
		} else if r.Policy != first.Policy {
			continue
		}
		changes = append(changes, calc.Change{Input: input, Words: words, To: unit.RatioFloat(r.HitRatio())})
	}
	w.Compare(unit.RatioFloat(first.HitRatio()), changes...)
}

func hitsWord(n int64) string {
	if n == 1 {
		return "{} hit"
	}
	return "{} hits"
}
