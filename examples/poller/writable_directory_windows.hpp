// SPDX-License-Identifier: MIT
#pragma once

// writable_directory by creating a file that is deleted with its handle, since no permission tells whether that is
// possible.

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace poller
{

// Why no file can be created there; an empty code if one can.
inline std::error_code fault_of_directory(const std::filesystem::path& directory)
{
    const std::filesystem::path probe = directory / (L".poller-" + std::to_wstring(GetCurrentProcessId()));
    const HANDLE file = CreateFileW(probe.c_str(), GENERIC_WRITE | DELETE, FILE_SHARE_DELETE, nullptr, CREATE_ALWAYS,
                                    FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    if (file == INVALID_HANDLE_VALUE)
    {
        return {static_cast<int>(GetLastError()), std::system_category()};
    }
    CloseHandle(file);
    return {};
}

} // namespace poller
