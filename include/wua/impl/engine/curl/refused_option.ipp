// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/refused_option.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/curl/refused_option.hpp>
#include <wua/engine/disk/text_file.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace wua::detail
{

[[noreturn]] WUA_COLD void refuse_option(std::string sentence)
{
    throw hresult_error(e_invalidarg, std::move(sentence));
}

WUA_COLD std::string shown_option(std::string_view text)
{
    constexpr std::size_t max_length = 200;
    std::string result(text.substr(0, max_length));
    std::replace_if(result.begin(), result.end(), is_control_character, '?');
    return result;
}

WUA_COLD std::string shown_path(const std::filesystem::path& path)
{
    return shown_option(path_text(path));
}

WUA_COLD std::string read_option_file(const std::filesystem::path& path, std::string_view what)
{
    std::optional<std::string> text = read_text_file(path);
    if (!text || text->empty())
    {
        refuse_option(joined({what, " cannot be read, or is empty: ", shown_path(path)}));
    }
    return *std::move(text);
}

} // namespace wua::detail
