// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/local_content.hpp>.

#include <wua/engine/curl/local_content.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <filesystem>

namespace wua::detail
{

WUA_COLD void local_content::open(const std::string& url)
{
    const std::optional<parsed_url> parsed = parsed_url::parse(url);
    m_file.emplace(open_local_file(parsed ? parsed->local_path() : std::filesystem::path()));
}

WUA_COLD std::vector<char> local_content::read(std::uint64_t place) const
{
    constexpr std::size_t slice = 256U << 10U;
    std::vector<char> bytes(slice);
    bytes.resize(m_file->read_at(place, bytes.data(), slice));
    return bytes;
}

WUA_COLD fetch_failure local_content::failure_of(const std::system_error& error, const std::string& where)
{
    fetch_failure failure = failure_of_disk(error);
    failure.remedy = failure.remedy == remedy::wait ? remedy::wait : remedy::other_mirror;
    failure.result.detail += joined({": ", where});
    return failure;
}

} // namespace wua::detail
