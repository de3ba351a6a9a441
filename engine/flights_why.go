package engine

import (
	"fmt"

	"netsplit/engine/request"
)

// explain is a message's story: what became of it, what it was for, and which
// step is behind its loss.
func (f Flight) explain(c *Cluster) Explanation {
	e := Explanation{Title: fmt.Sprintf("Message %d, %s to %s", f.ID, f.From, f.To)}
	add := func(cause Cause) { e.Chain = append(e.Chain, cause) }
	took := request.Span(f.Ended.Sub(f.SentAt))
	switch f.State {
	case Delivered:
		text := "It arrived, " + took + " after it was sent."
		if f.Again > 0 {
			text += " A second copy arrived at " + f.Again.String() + "."
		}
		add(Cause{Time: f.Ended, Node: f.To, Text: text})
	case Lost:
		add(Cause{Time: f.Ended, Node: f.To, Text: "It was lost: " + f.Reason + "."})
	default:
		text := "It is in flight and due at " + f.Ended.String() + "."
		if f.Ended <= c.Now() {
			text = f.To + " is paused: it waits in its buffers."
		}
		add(Cause{Time: c.Now(), Node: f.To, Text: text})
	}
	add(Cause{Time: f.SentAt, Node: f.From, Text: fmt.Sprintf("%s sent it. It says: %s.", f.From, f.Text)})
	if o := c.world.operations.get(f.Operation); o != nil {
		add(Cause{Time: o.Invoked, Operation: o.ID, Text: fmt.Sprintf("It serves operation %d of %s: %s.", o.ID, o.Client, nameOf(o))})
	}
	if f.Fault != "" {
		for _, b := range c.world.book.All() {
			if b.Text == f.Fault && b.Since <= f.Ended {
				add(Cause{Time: b.Since, Text: "Step: " + b.Text + ", taken at " + b.Since.String() + "."})
				break
			}
		}
	}
	return e
}
