// SPDX-License-Identifier: MIT
// For a poller built without cpp-httplib.

#include "live_page.hpp"

namespace poller
{

class live_page::server
{};

bool live_page::is_built_in() noexcept
{
    return false;
}

live_page::live_page(const live_page_settings&) {}

live_page::~live_page() = default;

std::string live_page::url() const
{
    return {};
}

std::string live_page::control_url() const
{
    return {};
}

void live_page::add(line_kind, const std::string&) {}

std::string live_page::take_commands()
{
    return {};
}

void live_page::finish(std::chrono::seconds, const std::function<bool()>&) {}

} // namespace poller
