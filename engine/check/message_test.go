package check_test

import (
	"slices"
	"strings"
	"testing"

	"netsplit/engine/check"
)

// messages makes a run of jobs, one a line: body and group, then the turns in
// which it took effect. Job 1 was sent by op 11, and so on.
func messages(lines ...string) []check.Message {
	var out []check.Message
	for i, line := range lines {
		head, turns, _ := strings.Cut(line, ":")
		words := strings.Fields(head)
		m := check.Message{ID: uint64(i + 1), Body: words[0], Group: words[1], Operation: uint64(11 + i)}
		for _, turn := range strings.Fields(turns) {
			if turn == "dead" {
				m.Dead = true
				continue
			}
			m.Work = append(m.Work, check.Work{By: "crew-1", Turn: int(turn[0] - '0')})
		}
		out = append(out, m)
	}
	return out
}

func TestMessageChecks(t *testing.T) {
	three := messages("a g: 1", "b g: 2", "c g: 3")
	twice := messages("a g: 1 2", "b g: 3")
	swapped := messages("a g: 2", "b g: 1", "c h: 3")
	retried := messages("a g: 1", "a g: 2")
	retried[1].Operation = retried[0].Operation
	copied := messages("a g: 1", "a g:")
	copied[1].Operation = copied[0].Operation
	gone := messages("a g:", "b g: 1")
	buried := messages("a g: 2 dead", "b g: 1")
	for _, c := range []struct {
		name, check string
		messages    []check.Message
		kept        []uint64
		ok          bool
		want        string
		operations  []uint64
	}{
		{"all done", "at-least-once", three, nil, true, "of 3 jobs sent 3 were processed, 0 of them more than once, and 0 are still kept", nil},
		{"twice is at least once", "at-least-once", twice, nil, true, "of 2 jobs sent 2 were processed, 1 of them more than once, and 0 are still kept", nil},
		{"kept", "at-least-once", gone, []uint64{1}, true, "of 2 jobs sent 1 were processed, 0 of them more than once, and 1 are still kept", nil},
		{"gone", "at-least-once", gone, nil, false, "job 1 (a), sent by op 11, was acknowledged, but neither processed nor kept", []uint64{11}},
		{"once each", "exactly-once", three, nil, true, "of 3 jobs sent 3 took effect once, and 0 are still kept", nil},
		{"done again", "exactly-once", twice, nil, false, "job 1 (a), sent by op 11, was done twice: by crew-1 at 0.000 s, and again by crew-1 at 0.000 s", []uint64{11}},
		{"a retry is a second job", "exactly-once", retried, nil, false, "op 11 was done twice: it was accepted as job 1, done by crew-1 at 0.000 s, and as job 2, done by crew-1 at 0.000 s", []uint64{11}},
		{"a copy is passed over", "exactly-once", copied, nil, true, "of 2 jobs sent 1 took effect once, and 0 are still kept", nil},
		{"a copy is no loss", "at-least-once", copied, nil, true, "of 2 jobs sent 1 were processed, 0 of them more than once, and 0 are still kept", nil},
		{"never done", "exactly-once", gone, nil, false, "job 1 (a), sent by op 11, was acknowledged, but neither done nor kept", []uint64{11}},
		{"in order", "ordered", three, nil, true, "3 jobs in 1 group took effect in the order in which they were accepted", nil},
		{"only the first effect counts", "ordered", twice, nil, true, "2 jobs in 1 group took effect in the order in which they were accepted", nil},
		{"overtaken", "ordered", swapped, nil, false, "job 1 (a), sent by op 11, took effect by crew-1 at 0.000 s, after job 2 (b) by crew-1 at 0.000 s, although it was accepted before it in group g", []uint64{11, 12}},
		{"a dead letter has no place", "ordered", buried, nil, true, "1 job in 1 group took effect in the order in which they were accepted", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept := func(id uint64) bool { return slices.Contains(c.kept, id) }
			var v check.Verdict
			switch c.check {
			case "at-least-once":
				v = check.AtLeastOnce(c.messages, kept)
			case "exactly-once":
				v = check.ExactlyOnce(c.messages, kept)
			default:
				v = check.Ordered(c.messages)
			}
			if v.OK != c.ok || v.Explanation != c.want || !slices.Equal(v.Operations, c.operations) || v.Name != c.check {
				t.Errorf("%+v", v)
			}
		})
	}
}
