package store

import (
	"database/sql"
	"time"
)

// Answer is what a learner answered to a block of a document.
type Answer struct {
	Document string
	Block    string // the block's name within the document
	Kind     string // predict quiz estimate
	Text     string
	Right    string    // the answer that turned out right; empty when not known
	Correct  *bool     // nil when it could not be graded
	At       time.Time // the zero time means now
}

// SaveAnswer adds an answer. Earlier ones to the same block are kept: the last
// counts.
func (s *Store) SaveAnswer(a Answer) error {
	if err := bounded("an answer", len(a.Text)+len(a.Right)); err != nil {
		return err
	}
	return s.write(func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO answer (document, block, kind, text, right_text, correct, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			a.Document, a.Block, a.Kind, a.Text, a.Right, a.Correct, s.microseconds(a.At))
		return err
	})
}

const answerColumns = "SELECT document, block, kind, text, right_text, correct, at FROM answer "

// Answers returns the answers given in a document, oldest first; with an empty
// document, those of all documents.
func (s *Store) Answers(document string) ([]Answer, error) {
	rows, err := s.db.Query(answerColumns+"WHERE ?1 = '' OR document = ?1 ORDER BY id", document)
	return collect(s, rows, err, scanAnswer)
}

func scanAnswer(row scanner) (Answer, error) {
	var a Answer
	var correct sql.NullBool
	var at int64
	err := row.Scan(&a.Document, &a.Block, &a.Kind, &a.Text, &a.Right, &correct, &at)
	if correct.Valid {
		a.Correct = &correct.Bool
	}
	a.At = fromMicroseconds(at)
	return a, err
}
