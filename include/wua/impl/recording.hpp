// SPDX-License-Identifier: MIT
#pragma once

// The bodies that record an agent's client, for the one translation unit that compiles them where
// WUA_SEPARATE_COMPILATION is defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/agent/call_recorder.ipp>
#include <wua/impl/agent/recording/argument_text.ipp>
#include <wua/impl/agent/recording/call_log.ipp>
#include <wua/impl/agent/recording/client_conduct.ipp>
#include <wua/impl/agent/recording/recorded_call.ipp>
#include <wua/impl/agent/recording/recorded_callback.ipp>
#include <wua/impl/agent/recording/recorded_enumerator.ipp>
#include <wua/impl/agent/recording/recorded_interface.ipp>
#include <wua/impl/agent/recording/recorded_object.ipp>
#include <wua/impl/agent/recording/recording.ipp>
