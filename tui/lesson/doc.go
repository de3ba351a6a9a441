// Package lesson is the reader: one document, or a folder of them, with a
// contents tree, links that can be followed and gone back from, search, folds,
// and blocks that ask and run something. A lab opens beside the text where the
// screen is wide, else in its place.
//
//	p, err := lesson.New(env, deps, book, page.Place{Page: "lesson", Target: "quorums"})
//
// It reads from a Book, which hides whether the documents are netsplit's own
// lessons or somebody's notes.
package lesson

import (
	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
)

// Deps is what the reader needs besides documents.
type Deps struct {
	Store Store
	// Lab makes the page that runs a scenario. Subject names its sitting, so that
	// it goes on where it was left: "quorums#wrong-two". Nil: no labs here.
	Lab func(env page.Env, subject string, sc *content.Scenario) (page.Page, error)
	// SQL makes the page of an experiment on a database. Nil: none here.
	SQL func(env page.Env, name string) (page.Page, error)
	// SQLTitle is the question of an experiment, "" where there is none of the
	// name.
	SQLTitle func(name string) string
	// Calculator is the place of a calculation, "nines 99.9%". Nil: none here.
	Calculator func(command string) page.Place
	// Grade says which option a run has shown to be right (from 1); false while
	// the run has not shown it yet. Nil: predictions stay open.
	Grade func(p *content.Predict, lab page.Page) (option int, ok bool)
}

// Store is the part of the store that the reader writes.
type Store interface {
	Reading(document string) (store.Reading, bool, error)
	SaveReading(store.Reading) error
	Answers(document string) ([]store.Answer, error)
	SaveAnswer(store.Answer) error
}

// Book is what documents come from. Its methods are called outside of Update
// and must be safe for that.
type Book interface {
	Files() []File                                   // for the contents tree; one file needs none
	First() string                                   // path of the document to open first
	Document(path string) (*content.Document, error) // an error names the place and the cure
	Resolve(from *content.Document, dest string) content.Link
	Key(path string) string    // the document's name in the store
	Target(path string) string // of the Place that opens this document
}

// File is a document of a book.
type File struct{ Path, Name string }
