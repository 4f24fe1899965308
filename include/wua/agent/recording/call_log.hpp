// SPDX-License-Identifier: MIT
#pragma once

// A file with a line of JSON for each call; docs/windows-clients.md describes the lines.

#include <wua/separate_compilation.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace wua::detail
{

// Not for several threads at once. What was written is there when the program crashes.
class call_log
{
public:
    // An empty path: nothing is written. Replaces the file. Throws hresult_error when it cannot be opened.
    explicit call_log(const std::filesystem::path& path);

    // The line without its end. After close() nothing is written.
    void write(std::string line);

    void close() noexcept;

private:
    std::ofstream m_file;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/call_log.ipp>
#endif
