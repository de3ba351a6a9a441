// Package pack opens the user's own notes: one file, or a folder of Markdown.
//
// Notes are not written for us. They need no front matter; headings become
// sections. What is broken in them is repaired where it can be (see package
// content), escape sequences are shown and not obeyed, and what can't be read
// at all is an error that says what to do.
//
//	notes, err := pack.Open("./our-notes")
//	for _, file := range notes.Files {
//		doc, err := notes.Document(file.Path)
//		fmt.Println(doc.Title, len(doc.Sections))
//	}
//	link := notes.Resolve(doc, "replication.md#failover")
//
// Live blocks work in notes too. One with a mistake in it is shown as code and
// listed in the document's Problems.
//
// A Pack may be used from several goroutines.
package pack
