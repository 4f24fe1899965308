// SPDX-License-Identifier: MIT
#pragma once

// The bodies of the tools for tests, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION is
// defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/testing/bad_peer.ipp>
#include <wua/impl/testing/call_with_timeout.ipp>
#include <wua/impl/testing/com_conformance.ipp>
#include <wua/impl/testing/com_witness.ipp>
#include <wua/impl/testing/completion_counter.ipp>
#include <wua/impl/testing/conformance/engine_harness.ipp>
#include <wua/impl/testing/conformance/engine_rule.ipp>
#include <wua/impl/testing/conformance/engine_trials.ipp>
#include <wua/impl/testing/conformance/engine_verdict.ipp>
#include <wua/impl/testing/conformance/job_under_test.ipp>
#include <wua/impl/testing/conformance/job_watch.ipp>
#include <wua/impl/testing/fault_server.ipp>
#include <wua/impl/testing/fault_server/behaviours/authorization.ipp>
#include <wua/impl/testing/fault_server/behaviours/chunks.ipp>
#include <wua/impl/testing/fault_server/behaviours/connections.ipp>
#include <wua/impl/testing/fault_server/behaviours/floods.ipp>
#include <wua/impl/testing/fault_server/behaviours/head_spelling.ipp>
#include <wua/impl/testing/fault_server/behaviours/http_2.ipp>
#include <wua/impl/testing/fault_server/behaviours/lengths.ipp>
#include <wua/impl/testing/fault_server/behaviours/parts.ipp>
#include <wua/impl/testing/fault_server/behaviours/ranges.ipp>
#include <wua/impl/testing/fault_server/behaviours/redirects.ipp>
#include <wua/impl/testing/fault_server/behaviours/shared.ipp>
#include <wua/impl/testing/fault_server/behaviours/stalls.ipp>
#include <wua/impl/testing/fault_server/behaviours/statuses.ipp>
#include <wua/impl/testing/fault_server/behaviours/tls_endings.ipp>
#include <wua/impl/testing/fault_server/behaviours/truncation.ipp>
#include <wua/impl/testing/fault_server/behaviours/validators.ipp>
#include <wua/impl/testing/fault_server/behaviours/wrong_bytes.ipp>
#include <wua/impl/testing/fault_server/fault_connection.ipp>
#include <wua/impl/testing/fault_server/fault_listener.ipp>
#include <wua/impl/testing/fault_server/http_2_field_decoder.ipp>
#include <wua/impl/testing/fault_server/http_2_frames.ipp>
#include <wua/impl/testing/fault_server/http_2_session.ipp>
#include <wua/impl/testing/fault_server/http_head.ipp>
#include <wua/impl/testing/fault_server/http_request.ipp>
#include <wua/impl/testing/fault_server/loopback_socket.ipp>
#include <wua/impl/testing/fault_server/response_script.ipp>
#include <wua/impl/testing/http_conformance.ipp>
#include <wua/impl/testing/loopback_tracker.ipp>
#include <wua/impl/testing/patterned_bytes.ipp>
#include <wua/impl/testing/progress_poller.ipp>
#include <wua/impl/testing/progress_witness.ipp>
#include <wua/impl/testing/swarm/loopback_service.ipp>

#ifndef _WIN32
#include <wua/impl/testing/fault_server/loopback_socket_posix.ipp>
#endif
