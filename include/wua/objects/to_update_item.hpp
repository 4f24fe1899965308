// SPDX-License-Identifier: MIT
#pragma once

// The item of any update: one of this library's, or one that somebody else implements.

#include <wua/job/job_kind.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update.hpp>

#include <memory>
#include <vector>

namespace wua
{

namespace detail
{

// A bundle nested more deeply than this is assumed to contain itself.
inline constexpr int max_bundle_depth = 8;

// True when the member succeeded. Throws if memory ran out, which does not count as the member's failure.
bool tolerate(HRESULT code);

// The files of a foreign update and of those it bundles.
void append_files(std::vector<content_file>& files, IUpdate& foreign, int depth = 0);

// What a foreign update states through IUpdateRequest; null if it does not offer it.
std::shared_ptr<const request_details> read_requests(IUpdate& foreign);

update_item read_foreign(IUpdate& foreign);

} // namespace detail

/// The item of an update: the original for an update of this library, otherwise one that is read from the update's
/// members now. If a member fails, that part is left out, with one exception: an update that lists its files must list
/// all of them, including those of the updates it bundles. If one of these cannot be read, its code is thrown as
/// hresult_error (`wu_e_invalid_update` for a file without URL); an update that lists no files at all gets an item
/// without files. Headers that it lists through IUpdateRequest must all be readable, too.
update_pointer to_update_item(IUpdate& any);

/// Tells an update of this library what a job has done with it, see IUpdateSource::Settle; does nothing for any other.
void settle_update(IUpdate& any, job_kind done, bool needs_restart) noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/to_update_item.ipp>
#endif
