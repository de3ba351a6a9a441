package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// target is a name in a step and what it may stand for.
type target struct {
	name string
	what targets
	kind string // for components of one kind only
}

type targets int

const (
	anyTarget  targets = iota // a node, a component, a zone or you
	aComponent                // not a member
	aZone
)

// targetsOf lists the names that a command uses.
func targetsOf(c Command) []target {
	one := func(names ...string) []target {
		var list []target
		for _, n := range names {
			if n != "" {
				list = append(list, target{name: n})
			}
		}
		return list
	}
	component := func(name, kind string) []target {
		return []target{{name: name, what: aComponent, kind: kind}}
	}
	switch c := c.(type) {
	case Put:
		return one(c.Via)
	case Get:
		return one(c.Via)
	case CompareAndSet:
		return one(c.Via)
	case Delete:
		return one(c.Via)
	case Send:
		return component(c.Queue, "queue")
	case Publish:
		return component(c.Topic, "topic")
	case Append:
		return component(c.Stream, "stream")
	case Replay:
		return component(c.Group, "worker")
	case Redrive:
		return component(c.Queue, "queue")
	case Crash:
		return one(c.Target)
	case Restart:
		return one(c.Target)
	case Pause:
		return one(c.Target)
	case Wipe:
		return one(c.Target)
	case Slow:
		return one(c.Target)
	case Skew:
		return one(c.Target)
	case Flush:
		return component(c.Cache, "")
	case Partition:
		return one(slices.Concat(c.Groups...)...)
	case Cut:
		return one(c.From, c.To)
	case Heal:
		return one(c.A, c.B)
	case Loss:
		return one(c.A, c.B)
	case Duplicate:
		return one(c.A, c.B)
	case Reorder:
		return one(c.A, c.B)
	case Bandwidth:
		return one(c.A, c.B)
	case FailZone:
		return []target{{name: c.Zone, what: aZone}}
	case RestoreZone:
		return []target{{name: c.Zone, what: aZone}}
	case Swizzle:
		return component(c.Target, "")
	case Spike:
		return component(c.Client, "client")
	case HotKey:
		return component(c.Client, "client")
	case Add:
		return component(c.Component, "")
	case Remove:
		return one(c.Member)
	case Scale:
		return component(c.Component, "")
	case Resize:
		return component(c.Component, "")
	case Promote:
		return one(c.Member)
	case SplitShard:
		return one(c.Member)
	case MergeShards:
		return one(c.From, c.Into)
	case MoveKey:
		return one(c.To)
	case Restore:
		return component(c.Component, "sql")
	case Set:
		if c.Component == wholeNetwork {
			return nil
		}
		return component(c.Component, "")
	case WaitUntil:
		return component(c.Condition.component(), "")
	case ExpectMetric:
		return component(c.Condition.component(), "")
	}
	return nil
}

// component is the part of the metric before the dot.
func (c Condition) component() string {
	name, _, _ := strings.Cut(c.Metric, ".")
	return name
}

// checkStep checks the names of a step against the document. Whether a member
// exists is only known when the step is done, since members come and go; here
// it is enough that its component does.
func (sc *Scenario) checkStep(s Step, broken map[string]bool) error {
	for _, t := range targetsOf(s.Command) {
		if err := sc.checkTarget(t, broken); err != nil {
			err.Column = columnOf(s.Text, t.name)
			return err
		}
	}
	set, ok := s.Command.(Set)
	if c, found := sc.find(set.Component); ok && (found || set.Component == wholeNetwork) {
		// Only the name and the value: whether it fits the other parameters
		// depends on the steps before it.
		kind, _ := FindKind(c.Kind)
		if set.Component == wholeNetwork {
			kind = networkKind()
		}
		if _, err := kind.read(set.Parameter, set.Value); err != nil {
			message, cure := parts(err)
			return &Error{Column: columnOf(s.Text, set.Component), Message: message, Cure: cure}
		}
	}
	return nil
}

func (sc *Scenario) checkTarget(t target, broken map[string]bool) *Error {
	zones := sc.zones()
	if t.what == aZone {
		if slices.Contains(zones, t.name) || len(broken) > 0 {
			return nil
		}
		cure := didYouMean(t.name, "zones", zones)
		if len(zones) == 0 {
			cure = "give a component zones: [a, b, c]"
		}
		return &Error{Message: "there is no zone " + quote(t.name), Cure: cure}
	}
	c, ok := sc.find(t.name)
	base, isMember := memberBase(t.name)
	owner, owned := sc.find(base)
	switch {
	case broken[t.name] || isMember && broken[base]:
	case ok && (t.kind == "" || c.Kind == t.kind):
	case ok:
		cure := "no component is a " + t.kind
		if names := sc.named(t.kind); len(names) > 0 {
			cure = t.kind + "s: " + strings.Join(names, ", ")
		}
		return &Error{Message: fmt.Sprintf("%s is a %s, not a %s", t.name, c.Kind, t.kind), Cure: cure}
	case t.what == anyTarget && sc.isHelper(t.name):
	case t.what == anyTarget && (t.name == you || slices.Contains(zones, t.name) || isMember && owned):
	case t.what == aComponent && isMember && owned:
		return &Error{Message: fmt.Sprintf("%s is one member of %s; this step takes a whole component", t.name, base), Cure: "write " + owner.Name}
	case t.what == aComponent:
		return &Error{Message: "there is no component " + quote(t.name), Cure: didYouMean(t.name, "components", sc.named(t.kind))}
	default:
		return &Error{Message: "there is no node, component or zone " + quote(t.name), Cure: sc.nearestTarget(t.name)}
	}
	return nil
}

// isHelper reports whether a name is that of a node beside a component's members.
func (sc *Scenario) isHelper(name string) bool {
	for _, c := range sc.Components {
		kind, _ := FindKind(c.Kind)
		helper, ok := strings.CutPrefix(name, c.Name+"-")
		if base, numbered := memberBase(helper); numbered {
			helper = base
		}
		if ok && slices.Contains(kind.Helpers, helper) {
			return true
		}
	}
	return false
}

// named lists the components of a kind; "" is all.
func (sc *Scenario) named(kind string) []string {
	var names []string
	for _, c := range sc.Components {
		if kind == "" || c.Kind == kind {
			names = append(names, c.Name)
		}
	}
	return names
}

// nearestTarget suggests a name: the component of a member is looked up
// without its number, so that stor-7 becomes store-7.
func (sc *Scenario) nearestTarget(name string) string {
	if base, ok := memberBase(name); ok {
		if near, ok := Nearest(base, sc.names()); ok {
			return `did you mean "` + near + name[len(base):] + `"?`
		}
	}
	return didYouMean(name, "components", slices.Concat(sc.names(), sc.zones()))
}

// columnOf finds a name among the words of a step.
func columnOf(text, name string) int {
	words, _ := splitWords(text)
	for i, w := range words {
		if i > 0 && !w.quoted && (w.text == name || strings.HasPrefix(w.text, name+".")) {
			return w.column
		}
	}
	return 1
}
