// SPDX-License-Identifier: MIT
#pragma once

// The bodies of the libcurl engine, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION is
// defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/engine/content/commit_queue.ipp>
#include <wua/impl/engine/content/content_checker.ipp>
#include <wua/impl/engine/content/content_hash.ipp>
#include <wua/impl/engine/content/digest_hasher.ipp>
#include <wua/impl/engine/content/digest_pass.ipp>
#include <wua/impl/engine/content/sink_part.ipp>
#include <wua/impl/engine/content/stored_content.ipp>
#include <wua/impl/engine/curl/authorization_header.ipp>
#include <wua/impl/engine/curl/control_fetch.ipp>
#include <wua/impl/engine/curl/credential_store.ipp>
#include <wua/impl/engine/curl/curl_connections.ipp>
#include <wua/impl/engine/curl/curl_core.ipp>
#include <wua/impl/engine/curl/curl_errors.ipp>
#include <wua/impl/engine/curl/curl_exchange.ipp>
#include <wua/impl/engine/curl/curl_handles.ipp>
#include <wua/impl/engine/curl/curl_inbox.ipp>
#include <wua/impl/engine/curl/curl_job.ipp>
#include <wua/impl/engine/curl/curl_loop.ipp>
#include <wua/impl/engine/curl/curl_pool.ipp>
#include <wua/impl/engine/curl/curl_sockets.ipp>
#include <wua/impl/engine/curl/curl_update.ipp>
#include <wua/impl/engine/curl/exchange_facts.ipp>
#include <wua/impl/engine/curl/existing_file.ipp>
#include <wua/impl/engine/curl/fetch_attempt.ipp>
#include <wua/impl/engine/curl/fetch_request.ipp>
#include <wua/impl/engine/curl/file_check.ipp>
#include <wua/impl/engine/curl/file_download.ipp>
#include <wua/impl/engine/curl/file_help.ipp>
#include <wua/impl/engine/curl/file_place.ipp>
#include <wua/impl/engine/curl/file_progress.ipp>
#include <wua/impl/engine/curl/file_seeding.ipp>
#include <wua/impl/engine/curl/file_segments.ipp>
#include <wua/impl/engine/curl/file_sharing.ipp>
#include <wua/impl/engine/curl/file_swarming.ipp>
#include <wua/impl/engine/curl/http_date.ipp>
#include <wua/impl/engine/curl/international_host.ipp>
#include <wua/impl/engine/curl/known_file.ipp>
#include <wua/impl/engine/curl/local_content.ipp>
#include <wua/impl/engine/curl/loop_handle.ipp>
#include <wua/impl/engine/curl/loop_watchdog.ipp>
#include <wua/impl/engine/curl/mirrored_fetch.ipp>
#include <wua/impl/engine/curl/option_rules.ipp>
#include <wua/impl/engine/curl/parallel_fetch.ipp>
#include <wua/impl/engine/curl/parsed_url.ipp>
#include <wua/impl/engine/curl/pem_files.ipp>
#include <wua/impl/engine/curl/refused_option.ipp>
#include <wua/impl/engine/curl/request_identity.ipp>
#include <wua/impl/engine/curl/request_rules.ipp>
#include <wua/impl/engine/curl/request_target.ipp>
#include <wua/impl/engine/curl/update_download.ipp>
#include <wua/impl/engine/curl/update_rules.ipp>
#include <wua/impl/engine/curl/url_rules.ipp>
#include <wua/impl/engine/curl_engine.ipp>
#include <wua/impl/engine/printable_url.ipp>
