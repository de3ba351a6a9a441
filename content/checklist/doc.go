// Package checklist walks an engineer through a list of questions about a
// design, and ranks what it finds.
//
// Each item asks a question to which "yes" is the safe answer. "No" is a
// finding of the item's severity; "unknown" is one too, a level lower, because
// nobody can rely on what nobody knows; an item without an answer counts as
// unknown.
//
//	list, err := checklist.Parse(path, text)
//	s, event := checklist.Start(list)
//	event, err = s.Read("no only one balancer")
//	err = s.Apply(event)
//	fmt.Print(s.Result().Markdown(time.Now()))
//
// A Session is a pure state machine: saving its events is enough to restore
// it. ParseAnswers reads the answers from a file instead, for scripts.
package checklist
