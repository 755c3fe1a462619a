// This file asks the user for input on the stdin channel.

package kernel

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/arraybook/arraybook/protocol"
)

// input asks users for lines: any number of shells at a time, one question each.
type input struct {
	socket  *socket
	session protocol.Session

	mu        sync.Mutex
	questions []*question // without an answer, oldest first
}

// A question waits for its answer.
type question struct {
	to     [][]byte // routing frames of the frontend
	parent string   // message id of the execute_request
	id     string   // message id of the input_request
	answer chan protocol.Message
}

// endOfInput is what frontends send for Ctrl-D.
const endOfInput = "\x04"

// ask sends an input_request to the frontend that sent request, and returns what the user types. Ctrl-D is io.EOF. It
// fails when ctx is cancelled.
func (in *input) ask(ctx context.Context, request protocol.Message, prompt string, password bool) (string, error) {
	if err := context.Cause(ctx); err != nil {
		return "", fmt.Errorf("no input: %w", err)
	}
	m, err := in.session.Reply(request, protocol.TypeInputRequest, protocol.InputRequest{Prompt: prompt, Password: password})
	if err != nil {
		return "", err
	}
	q := &question{to: request.Identities, parent: request.Header.ID, id: m.Header.ID, answer: make(chan protocol.Message, 1)}
	in.expect(q)
	defer in.forget(q)
	if err := in.socket.send(m); err != nil {
		return "", fmt.Errorf("no input: %w", err)
	}
	select {
	case answer := <-q.answer:
		reply, err := protocol.ContentOf[protocol.InputReply](answer)
		if err == nil && reply.Value == endOfInput {
			err = io.EOF
		}
		return reply.Value, err
	case <-ctx.Done():
		return "", fmt.Errorf("no input: %w", context.Cause(ctx))
	}
}

func (in *input) expect(q *question) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.questions = append(in.questions, q)
}

func (in *input) forget(q *question) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.questions = slices.DeleteFunc(in.questions, func(other *question) bool { return other == q })
}

// deliver takes an input_reply to the question it answers. Late answers to questions that nobody waits for any more are
// dropped, and so are answers from frontends that were not asked.
func (in *input) deliver(m protocol.Message) {
	if m.Header.Type != protocol.TypeInputReply {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	for i, q := range in.questions {
		if q.answeredBy(m) {
			in.questions = slices.Delete(in.questions, i, i+1)
			q.answer <- m
			return
		}
	}
}

// answeredBy reports whether m comes from the frontend that was asked and does not answer another question. Some
// frontends name the question as parent, some the execution, and some nothing.
func (q *question) answeredBy(m protocol.Message) bool {
	parent := m.Parent.ID
	return slices.EqualFunc(q.to, m.Identities, bytes.Equal) && (parent == "" || parent == q.id || parent == q.parent)
}
