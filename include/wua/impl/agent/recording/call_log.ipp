// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/call_log.hpp>.

#include <wua/agent/recording/call_log.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/utf.hpp>

#include <ios>
#include <utility>

namespace wua::detail
{

WUA_COLD call_log::call_log(const std::filesystem::path& path)
{
    if (path.empty())
    {
        return;
    }
    m_file.open(path, std::ios::binary | std::ios::trunc);
    if (!m_file)
    {
        throw hresult_error(hresult_from_win32(110), // ERROR_OPEN_FAILED
                            "the log of the calls cannot be written: " + to_utf8(path.u16string()));
    }
}

WUA_COLD void call_log::write(std::string line)
{
    if (m_file.is_open())
    {
        line += '\n';
        m_file.write(line.data(), static_cast<std::streamsize>(line.size())).flush();
    }
}

WUA_COLD void call_log::close() noexcept
{
    m_file.close();
}

} // namespace wua::detail
