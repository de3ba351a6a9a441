package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"netsplit/engine/scenario"
)

// TestScripts runs the dialogues in testdata/scripts: a system, what is done
// to it, and what is seen. They read as lessons. Run with -rewrite after a
// change, and read the difference.
//
//	system           builds a scenario
//	do               takes steps, one a line, and tells what the log says of them
//	run 2s           lets time pass, and tells
//	replicas KEY     what each owner holds
//	cache NAME, queue NAME
//	raft, sql        who leads, and how far each member is
//	members          whom each member suspects
//	why              explains the latest operation by hand
//	metrics NAME…
//	shares SERVICE   how its instances shared the requests since that was last asked
func TestScripts(t *testing.T) {
	datadriven.Walk(t, "testdata/scripts", func(t *testing.T, path string) {
		d := &dialogue{}
		datadriven.RunTest(t, path, func(t *testing.T, td *datadriven.TestData) string {
			if err := d.run(td); err != nil {
				return "error: " + err.Error() + "\n"
			}
			return d.take()
		})
	})
}

type dialogue struct {
	c    *Cluster
	said int
	had  map[string]int // by instance, when shares were last asked
	out  strings.Builder
}

func (d *dialogue) take() string {
	text := d.out.String()
	d.out.Reset()
	if text == "" {
		return "(nothing to tell)\n"
	}
	return text
}

func (d *dialogue) run(td *datadriven.TestData) error {
	args := make([]string, len(td.CmdArgs))
	for i, a := range td.CmdArgs {
		args[i] = a.Key
	}
	switch td.Cmd {
	case "system":
		sc, err := scenario.Parse(td.Pos, []byte(td.Input))
		if err != nil {
			return err
		}
		d.said, d.had = 0, map[string]int{}
		d.c, err = New(sc, 0)
		return err
	case "do":
		for line := range strings.SplitSeq(td.Input, "\n") {
			step, err := scenario.ParseStep(line)
			if err == nil {
				var op uint64
				if op, err = d.c.Do(step); op != 0 {
					for d.c.world.operator.InProgress(op) && d.c.StepEvent() {
					}
				}
			}
			if err != nil && !judges(step.Command) {
				fmt.Fprintf(&d.out, "refused: %s: %v\n", line, err)
			}
		}
		d.tell()
	case "run":
		span, err := time.ParseDuration(args[0])
		if err != nil {
			return err
		}
		d.c.Advance(span)
		d.tell()
	case "why":
		o := d.c.world.operations.lastManual()
		d.out.WriteString(d.c.Why(o.ID).String())
	case "why-node":
		d.out.WriteString(d.c.WhyNode(args[0]).String())
	default:
		return d.show(td.Cmd, args)
	}
	return nil
}

func (d *dialogue) shares(service string) {
	for _, s := range d.c.Snapshot().Services {
		if s.Component != service {
			continue
		}
		sum := 0
		for _, i := range s.Instances {
			sum += i.Served - d.had[i.Node]
		}
		for _, i := range s.Instances {
			fmt.Fprintf(&d.out, "%s %.1f %%\n", i.Node, 100*float64(i.Served-d.had[i.Node])/float64(max(1, sum)))
			d.had[i.Node] = i.Served
		}
	}
}

// tell prints what the log says since the last time.
func (d *dialogue) tell() {
	s := d.c.world.story
	for _, l := range s.lines[d.said:] {
		fmt.Fprintf(&d.out, "%9s  %-7s  %s\n", l.Time, l.Severity, l.Text)
	}
	d.said = len(s.lines)
}

func (d *dialogue) show(what string, args []string) error {
	s := d.c.Snapshot()
	switch what {
	case "replicas":
		for _, store := range s.Stores {
			for _, row := range store.Keys {
				if row.Key != args[0] {
					continue
				}
				for _, c := range row.Cells {
					fmt.Fprintf(&d.out, "%-10s %s %s\n", c.Node, c.Value, marks(c))
				}
			}
		}
	case "raft":
		for _, r := range s.Rafts {
			fmt.Fprintf(&d.out, "term %d, leader %q\n", r.Term, r.Leader)
			for _, m := range r.Members {
				fmt.Fprintf(&d.out, "%-8s %-13s term %d, log to %d, committed %d, applied %d, voted for %q, follows %q\n", m.Node, m.Role, m.Term, m.Last, m.Committed, m.Applied, m.VotedFor, m.Follows)
			}
		}
	case "members":
		for _, m := range s.Memberships {
			for i, row := range m.Rows {
				fmt.Fprintf(&d.out, "%-8s %s\n", m.Members[i], believes(m, row))
			}
		}
	case "sql":
		for _, q := range s.SQLs {
			for _, g := range q.Groups {
				d.showGroup(q, g)
			}
		}
	case "shards":
		for _, x := range s.Shardings {
			fmt.Fprintf(&d.out, "%s: %s\n", x.Component, x.Placement)
			if x.Moving {
				fmt.Fprintf(&d.out, "moving: %d gone, %d to go\n", x.Moved, x.ToMove)
			}
			for _, o := range x.Shards {
				fmt.Fprintf(&d.out, "shard %d, led by %q: %d keys %v %s\n", o.Number, o.Leader, o.Keys, o.Samples, o.Extent)
			}
			for _, o := range x.Directories {
				fmt.Fprintf(&d.out, "%s: up %v, %d entries, %d wrong\n", o.Node, o.Up, o.Entries, o.Wrong)
			}
		}
	case "cache":
		for _, c := range s.Caches {
			fmt.Fprintf(&d.out, "%s: %d hits, %d misses, %d evictions\n", c.Component, c.Hits, c.Misses, c.Evictions)
			for _, e := range c.Entries {
				fmt.Fprintf(&d.out, "  %s=%s stale=%v\n", e.Key, e.Value, e.Stale)
			}
		}
	case "queue":
		for _, q := range s.Queues {
			fmt.Fprintf(&d.out, "%s: %d wait, %d in flight, %d dead, %d redelivered\n", q.Component, q.Depth, q.InFlight, q.Dead, q.Redelivered)
			for _, j := range q.DeadLetters {
				fmt.Fprintf(&d.out, "  dead letter: job %d %s, %d deliveries\n", j.ID, j.Body, j.Receives)
			}
			for _, j := range q.Jobs {
				fmt.Fprintf(&d.out, "  job %d %s, %d deliveries, with %q\n", j.ID, j.Body, j.Receives, j.Worker)
			}
		}
	case "topic":
		for _, t := range s.Topics {
			fmt.Fprintf(&d.out, "%s: %d published, %d publishers held back\n", t.Component, t.Published, t.Held)
			for _, sub := range t.Subscribers {
				fmt.Fprintf(&d.out, "  %s: %d delivered, %d in the buffer, %d in flight, %d dropped, %d sent again, cut off %v\n",
					sub.Component, sub.Delivered, sub.Buffered, sub.InFlight, sub.Dropped, sub.Redelivered, sub.Cut)
			}
		}
	case "stream":
		for _, x := range s.Streams {
			for i, part := range x.Partitions {
				fmt.Fprintf(&d.out, "%s, partition %d: offsets %d to %d, latest %v\n", x.Component, i, part.First, part.End, part.Latest)
			}
			for _, g := range x.Groups {
				fmt.Fprintf(&d.out, "group %s: committed %v, owners %v, lag %d\n", g.Component, g.Committed, g.Owners, g.Lag)
				for _, win := range g.Windows {
					fmt.Fprintf(&d.out, "  window from %s: %d, open %v\n", win.Start, win.Count, win.Open)
				}
			}
		}
	case "shares":
		d.shares(args[0])
	case "metrics":
		for _, name := range args {
			m, err := d.c.world.measure(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&d.out, "%s %g\n", name, m.value())
		}
	default:
		return fmt.Errorf("unknown command %q", what)
	}
	return nil
}

func (d *dialogue) showGroup(q SQL, g SQLGroup) {
	if len(q.Groups) > 1 {
		fmt.Fprintf(&d.out, "share %d: ", g.Share)
	}
	fmt.Fprintf(&d.out, "epoch %d, leader %q, address %s", g.Epoch, g.Leader, g.Address)
	if g.Backup > 0 {
		fmt.Fprintf(&d.out, ", backup to entry %d", g.Backup)
	}
	d.out.WriteString("\n")
	for _, m := range g.Members {
		fmt.Fprintf(&d.out, "%-8s %-13s epoch %d, log to %d, carried out %d", m.Node, m.Role, m.Epoch, m.Log, m.Applied)
		for _, word := range []struct {
			on   bool
			text string
		}{{m.Acts, "acts"}, {m.Fenced, "is fenced"}, {m.Draining, "hands over"}, {m.LagEntries > 0, fmt.Sprintf("%d behind", m.LagEntries)}, {m.Source != "", "copies from " + m.Source}} {
			if word.on {
				d.out.WriteString(", " + word.text)
			}
		}
		d.out.WriteString("\n")
	}
}

func marks(c Cell) string {
	var out []string
	for _, m := range []struct {
		on   bool
		word string
	}{{c.Missing, "(missing)"}, {c.Behind, "(behind)"}, {c.Down, "(down)"}} {
		if m.on {
			out = append(out, m.word)
		}
	}
	return strings.Join(out, " ")
}

// believes is a row of the matrix in words: "suspects store-4 (wrongly)".
func believes(m Membership, row []MemberBelief) string {
	var out []string
	if !slices.ContainsFunc(row, func(b MemberBelief) bool { return !b.Blind }) {
		return "does not run"
	}
	for i, b := range row {
		text := "suspects "
		switch {
		case b.Faulty:
			text = "takes for faulty "
		case b.Unknown && !b.Blind:
			text = "does not know "
		case !b.Suspected:
			continue
		}
		text += m.Members[i]
		if b.Wrong {
			text += " (wrongly)"
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return "suspects nobody"
	}
	return strings.Join(out, ", ")
}
