package check

import (
	"fmt"

	"netsplit/engine/clock"
)

// Message is what a queue or a stream accepted, and what workers did about it.
type Message struct {
	ID        uint64 // in the order of acceptance
	Operation uint64 // the client operation that sent it, 0: not known
	Body      string
	Group     string // those of one group follow each other
	Accepted  clock.Time
	Work      []Work // the effects, in the order in which they happened
	Dead      bool   // it is a dead letter
	Spared    bool   // it is not for the one whose messages these are

	// Of a record of a stream:
	Partition int
	Offset    int64
	Expired   clock.Time // when it went before the group had come to it; 0: it did not
}

// effective are the operations of which some message took effect. A copy of
// such a message, which an idempotent worker passed over, has done its duty.
func effective(messages []Message) map[uint64]bool {
	done := map[uint64]bool{}
	for i := range messages {
		if m := &messages[i]; m.Operation != 0 && len(m.Work) > 0 {
			done[m.Operation] = true
		}
	}
	return done
}

// Lost are the messages that nobody worked on and that are kept nowhere.
func Lost(acknowledged []Message, kept func(id uint64) bool) []*Message {
	done := effective(acknowledged)
	var lost []*Message
	for i := range acknowledged {
		if m := &acknowledged[i]; len(m.Work) == 0 && !kept(m.ID) && !done[m.Operation] {
			lost = append(lost, m)
		}
	}
	return lost
}

// Work is one effect of a message.
type Work struct {
	By   string
	At   clock.Time
	Turn int // in the order of all effects

	Generation int // of the group that read a stream
}

// name is the message in words: job 3 (invoice-7), sent by op 12.
func (m *Message) name() string {
	if m.Operation == 0 {
		return fmt.Sprintf("job %d (%s)", m.ID, word(m.Body))
	}
	return fmt.Sprintf("job %d (%s), sent by op %d,", m.ID, word(m.Body), m.Operation)
}

func (m *Message) operations() []uint64 {
	if m.Operation == 0 {
		return nil
	}
	return []uint64{m.Operation}
}

// told is an effect in words: worked on by crew-2 at 3.100 s.
func (w Work) told() string { return fmt.Sprintf("by %s at %v", w.By, w.At) }
