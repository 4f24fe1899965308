// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/download_policy.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/download_policy.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <algorithm>

namespace wua
{

namespace detail
{

inline constexpr std::string_view all_below = "*.";

// What is wrong with an allowed host; empty if it is fine.
inline std::string_view fault_of_host(std::string_view host)
{
    const bool is_pattern = host.starts_with(all_below);
    host.remove_prefix(is_pattern ? all_below.size() : 0);
    if (host.empty())
    {
        return is_pattern ? "names no domain below which hosts are allowed" : "is empty";
    }
    if (host.find('*') != std::string_view::npos)
    {
        return "has a '*' elsewhere than in front, as *.example.com has it; all hosts are allowed by an empty list";
    }
    if (host.find('/') != std::string_view::npos)
    {
        return "is a URL or has a path, but must be only a host";
    }
    const bool is_address = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (is_address && !is_pattern)
    {
        return host.find_first_not_of("0123456789abcdefABCDEF:.", 1) != host.size() - 1 ? "is not an IPv6 address" : "";
    }
    if (host.find(':') != std::string_view::npos)
    {
        return "has a port, or is an IPv6 address without brackets";
    }
    const bool has_empty_label = host.front() == '.' || host.find("..") != std::string_view::npos;
    const bool has_other = std::any_of(host.begin(), host.end(), [](char c) {
        return is_control_character(c) || c == ' ' ||
               std::string_view("@?#%\\[]\"'<>").find(c) != std::string_view::npos;
    });
    return has_empty_label || has_other ? "is not a host" : "";
}

inline std::string_view without_last_dot(std::string_view host)
{
    host.remove_suffix(host.size() > 1 && host.back() == '.' ? 1 : 0);
    return host;
}

} // namespace detail

WUA_COLD std::size_t finished_content::read(std::uint64_t from, char* bytes, std::size_t size) const
{
    return m_file.read_at(from, bytes, size);
}

WUA_COLD std::string fault_of(const download_policy& policy)
{
    for (std::size_t i = 0; i != policy.allowed_hosts.size(); ++i)
    {
        const std::string& host = policy.allowed_hosts[i];
        if (const std::string_view fault = detail::fault_of_host(host); !fault.empty())
        {
            const bool is_printable = std::all_of(
                host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
            const std::string shown = is_printable && !host.empty() ? detail::joined({" '", host, "'"}) : std::string();
            return detail::joined({"allowed host ", i + 1, shown, " ", fault});
        }
    }
    return {};
}

WUA_COLD std::string objection_to(const download_policy& policy, const content_file& file)
{
    if (!file.has_digest())
    {
        return policy.requires_digest ? "the policy requires a digest, and the file names none" : "";
    }
    if (!policy.refuses_sha1)
    {
        return {};
    }
    const std::vector<content_digest> digests = file.digests();
    const bool is_weak = std::all_of(digests.begin(), digests.end(), [](const content_digest& each) {
        return each.algorithm == digest_algorithm::sha1;
    });
    return is_weak ? "the policy refuses SHA-1, and the file names no other digest" : "";
}

WUA_COLD bool is_allowed_host(const download_policy& policy, std::string_view host)
{
    const std::string_view asked = detail::without_last_dot(host);
    return policy.allowed_hosts.empty() ||
           std::any_of(policy.allowed_hosts.begin(), policy.allowed_hosts.end(), [&](std::string_view allowed) {
               allowed = detail::without_last_dot(allowed);
               if (!allowed.starts_with(detail::all_below))
               {
                   return detail::equal_ignoring_case(allowed, asked);
               }
               allowed.remove_prefix(1); // up to and including the dot
               return asked.size() > allowed.size() &&
                      detail::equal_ignoring_case(asked.substr(asked.size() - allowed.size()), allowed);
           });
}

} // namespace wua
