// This file defines Message and Header, and Session, which makes them.

package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// A Message is one message of the protocol, decoded or about to be encoded.
type Message struct {
	Identities [][]byte        // routing frames before the delimiter; on iopub the topic alone
	Header     Header          // who sent what
	Parent     Header          // header of the message that this one answers or belongs to; zero when there is none
	Metadata   json.RawMessage // JSON object; empty means {}
	Content    json.RawMessage // JSON object; empty means {}; read it with ContentOf
	Buffers    [][]byte        // raw frames after the content; they are not signed
	Signature  string          // set by Key.Decode: the hex signature as received, "" when messages are unsigned
}

// A Header identifies a message. A decoded header keeps its original JSON and is encoded again byte for byte when it
// serves as a parent, so that fields of newer protocol versions and the sender's date format reach the sender unchanged.
type Header struct {
	ID         string `json:"msg_id"`                // unique per message
	Session    string `json:"session"`               // unique per sending process
	Username   string `json:"username"`              // of the sender, for display only
	Date       string `json:"date"`                  // ISO 8601
	Type       Type   `json:"msg_type"`              // decides the shape of the content
	Version    string `json:"version"`               // of the protocol, as the sender speaks it
	SubshellID string `json:"subshell_id,omitempty"` // JEP 91; "" is the main shell

	original string // JSON as received
}

// IsZero reports whether h is the header of no message, as the parent of an unprompted message is.
func (h Header) IsZero() bool { return h == Header{} }

// encode returns the JSON frame of h, {} for the zero header.
func (h Header) encode() ([]byte, error) {
	switch {
	case h.original != "":
		return []byte(h.original), nil
	case h.IsZero():
		return []byte("{}"), nil
	}
	return json.Marshal(h)
}

// A Session makes the messages of one sender. Its zero value is not usable: call NewSession.
type Session struct {
	ID       string // carried by every header it makes
	Username string
}

// NewSession returns a session with a fresh identifier.
func NewSession(username string) Session {
	return Session{ID: uuid.NewString(), Username: username}
}

// New returns a message of type t that belongs to parent (the zero Header for none), with content encoded as JSON.
// It fails when content has no JSON form, for instance because it holds a NaN.
func (s Session) New(t Type, parent Header, content any) (Message, error) {
	body, err := marshal(content)
	if err != nil {
		return Message{}, fmt.Errorf("protocol: content of %s: %w", t, err)
	}
	return Message{
		Header: Header{
			ID:       uuid.NewString(),
			Session:  s.ID,
			Username: s.Username,
			Date:     time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"),
			Type:     t,
			Version:  Version,
		},
		Parent:  parent,
		Content: body,
	}, nil
}

// marshal is json.Marshal without the escapes for <, > and &, which would swell HTML and SVG for nothing: content is never
// pasted into a page as it travels.
func marshal(content any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(content); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Reply returns a message of type t that answers request: it carries request's header as parent and its routing frames.
func (s Session) Reply(request Message, t Type, content any) (Message, error) {
	m, err := s.New(t, request.Header, content)
	m.Identities = request.Identities
	return m, err
}

// ContentOf decodes the content of m into a C, the struct that belongs to m's type. Unknown fields are ignored, as the
// specification asks; a field of the wrong JSON type is an error that names the message type and the field.
func ContentOf[C any](m Message) (C, error) {
	var c C
	if len(m.Content) == 0 {
		return c, nil
	}
	if err := json.Unmarshal(m.Content, &c); err != nil {
		return c, fmt.Errorf("protocol: content of %s: %w", m.Header.Type, err)
	}
	return c, nil
}
