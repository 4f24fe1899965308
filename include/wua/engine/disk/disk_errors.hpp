// SPDX-License-Identifier: MIT
#pragma once

// The failure that a disk error, or any other exception, means.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>

#include <cerrno>
#include <system_error>

namespace wua::detail
{

inline constexpr HRESULT win32_access_denied = hresult_from_win32(5);

// Another mirror does not help against a disk error; what was stored stays, to be continued when there is space again.
inline constexpr error_rule errno_rules[] = {
    {ENOSPC, error_disk_full, remedy::give_up},        {errno_of_quota, error_disk_full, remedy::give_up},
    {EFBIG, error_disk_full, remedy::give_up},         {EACCES, win32_access_denied, remedy::give_up},
    {EPERM, win32_access_denied, remedy::give_up},     {EROFS, win32_access_denied, remedy::give_up},
    {ELOOP, win32_access_denied, remedy::give_up},     {EISDIR, win32_access_denied, remedy::give_up},
    {EINVAL, win32_access_denied, remedy::give_up},    {EEXIST, error_file_exists, remedy::give_up},
    {ENOENT, error_file_not_found, remedy::give_up},   {ENAMETOOLONG, error_invalid_name, remedy::give_up},
    {ENOMEM, e_outofmemory, remedy::give_up},          {EMFILE, error_too_many_open_files, remedy::wait},
    {EBUSY, error_sharing_violation, remedy::wait},    {ENFILE, error_too_many_open_files, remedy::wait},
    {EAGAIN, error_no_system_resources, remedy::wait},
};

fetch_failure failure_of_disk(const std::system_error& error);

// For the exception being handled.
fetch_failure failure_of_current_exception();

// The same for code that must not throw: without memory for the failure there is none.
void keep_current_exception(std::optional<fetch_failure>& failure) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_errors.ipp>
#endif
