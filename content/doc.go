// Package content holds what netsplit teaches: lessons, scenarios, drills and
// checklists, and the one form in which all Markdown is shown.
//
// A Markdown file, ours or the user's, becomes a Document: sections by
// heading, each a list of blocks. Most blocks are text. A fenced block whose
// info string is scenario, predict, quiz, estimate, calc, diagram or card, or sql
// and a name, is live: it is parsed and checked here, so that a lesson with a mistake in it
// can't be opened, and the error says which file, which line and what to
// write instead. In any other Markdown viewer the same blocks are plain code.
//
//	lib := content.Embedded()
//	lesson, err := lib.Lesson("quorums")
//	for _, section := range lesson.Document.Sections {
//		fmt.Println(section.Title, len(section.Blocks))
//	}
//
// Nothing is read before it is asked for: Embedded costs nothing, Lessons
// reads the front matter of each file, and Lesson parses one file.
//
// # Front matter of a lesson
//
//	---
//	id: quorums                 the file's name without .md
//	title: Quorums
//	track: consistency          one of Tracks
//	order: 40                   place in the track
//	minutes: 12
//	needs: [replication]        lessons to read before
//	sources: [notes 003]
//	---
//
// # Live blocks
//
// The fields of each block are those of the type of the same name: Predict,
// Quiz, Estimate, Calc, Card. A scenario block holds a scenario, or names an
// embedded one after the info string (```scenario quorum-basics). An sql block
// names an experiment on a real database (```sql transfer) and is empty; without
// a name it is code. A diagram block is plain text of at most 78 columns.
//
// The format follows CommonMark 0.31 (goldmark) with GitHub's tables, struck
// text, task lists and heading anchors.
package content
