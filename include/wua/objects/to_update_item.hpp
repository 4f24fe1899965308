// SPDX-License-Identifier: MIT
#pragma once

// The item behind any update: one of this library's, or one that somebody else implements.

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

// A bundle of bundles deeper than this is taken for one that contains itself.
inline constexpr int max_bundle_depth = 8;

// True when the member succeeded; when memory ran out, that is not a failing member.
bool tolerate(HRESULT code);

// The files of a foreign update and of those it bundles.
void append_files(std::vector<content_file>& files, IUpdate& foreign, int depth = 0);

// What a foreign update tells by IUpdateRequest; null when it does not.
std::shared_ptr<const request_details> read_requests(IUpdate& foreign);

update_item read_foreign(IUpdate& foreign);

} // namespace detail

/// The item behind an update: the very one for an update of this library, else one that is read from the update's
/// members now. A member that fails leaves its part out, with one exception: an update that names its files must name
/// all of them, those of the updates it bundles included. If one of these cannot be read, its code is thrown as
/// hresult_error
/// (`wu_e_invalid_update` for a file without URL); an update that names no files at all has an item without files.
/// Headers that it names by IUpdateRequest must all be readable, too.
update_pointer to_update_item(IUpdate& any);

/// Tells an update of this library what a job has done with it, see IUpdateSource::Settle; does nothing to any other.
void settle_update(IUpdate& any, job_kind done, bool needs_restart) noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/to_update_item.ipp>
#endif
