package engine

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/scenario"
)

// redrive puts the dead letters of a queue back into it.
func (w *world) redrive(c scenario.Redrive) error {
	p, ok := w.parts[c.Queue].(*queuePart)
	if !ok {
		return unknownName("queue", c.Queue, w.componentsOf("queue"))
	}
	n, up := p.redrive(w)
	if !up {
		return fmt.Errorf("%s is down: restart it first", c.Queue)
	}
	w.story.say(Info, "%s gives %s another try", c.Queue, noun.Count(n, "dead letter"))
	return nil
}
