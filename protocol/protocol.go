// Package protocol holds the messages of the Jupyter messaging protocol and their way to and from signed wire frames.
//
// Its one job: turn typed Go values into the frames that travel over ZeroMQ and back, and read and write the connection
// files that tell both ends where to meet. It serves the kernel and the client alike. It must not know sockets, evaluators
// or anything that runs code: nothing here reads from a network, and the only files it touches are connection files.
//
// A message travels as these frames ("The Wire Protocol" in the messaging specification):
//
//	identity...   zero or more routing frames; on iopub one frame, the topic
//	<IDS|MSG>     delimiter
//	signature     hex HMAC-SHA256 over the next four frames; empty when the key is empty
//	header        JSON object
//	parent_header JSON object, {} when there is no parent
//	metadata      JSON object
//	content       JSON object, its shape given by the header's msg_type
//	buffer...     zero or more raw frames
//
// Session makes messages and Key signs them; Decode verifies and takes them apart; ContentOf reads their typed content.
package protocol

// Version is the version of the messaging specification that headers made here carry.
const Version = "5.5"

// Delimiter separates the routing frames from the signed part of a message.
const Delimiter = "<IDS|MSG>"
