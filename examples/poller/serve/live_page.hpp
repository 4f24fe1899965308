// SPDX-License-Identifier: MIT
#pragma once

// The job in a browser: a page, fed with the lines for programs as they come.

#include "../line_kind.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace poller
{

struct live_page_settings
{
    std::string address = "127.0.0.1"; // an IP address
    int port = 0;                      // 0: one that the system chooses
    bool allows_control = false;
};

// Serves on threads of its own from its beginning to its end. The other members are for one thread, and none of them
// waits for a browser but finish().
class live_page
{
public:
    // False: the poller was built without the library that it takes, and no page can be made.
    static bool is_built_in() noexcept;

    // Throws usage_error when the address cannot be listened on.
    explicit live_page(const live_page_settings& settings);

    live_page(const live_page&) = delete;
    live_page& operator=(const live_page&) = delete;
    ~live_page();

    // "http://127.0.0.1:8080/"
    std::string url() const;

    // The same with the token without which nothing is obeyed; empty unless control is allowed.
    std::string control_url() const;

    void add(line_kind kind, const std::string& line);

    // What browsers have asked for since the last call, as lines for job_control: "pause\nresume\n".
    std::string take_commands();

    // No line comes any more. Returns when the browsers that are connected have all of them, after half a second at
    // most; and not before that time has passed, unless is_enough() says so.
    void finish(std::chrono::seconds linger, const std::function<bool()>& is_enough);

private:
    class server;
    std::unique_ptr<server> m_server; // null where there is none
};

} // namespace poller
