// SPDX-License-Identifier: MIT
#pragma once

// Shows the job in a browser: a page that receives the lines for programs as they are made.

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

// Serves on its own threads during its whole life. The other members are to be used by one thread; except for finish()
// none of them waits for a browser.
class live_page
{
public:
    // False if the poller was built without the library that the page needs.
    static bool is_built_in() noexcept;

    // Throws usage_error if it cannot listen at the address.
    explicit live_page(const live_page_settings& settings);

    live_page(const live_page&) = delete;
    live_page& operator=(const live_page&) = delete;
    ~live_page();

    // "http://127.0.0.1:8080/"
    std::string url() const;

    // The same with the token that commands need; empty unless control is allowed.
    std::string control_url() const;

    void add(line_kind kind, const std::string& line);

    // The commands from browsers since the last call, as lines for job_control: "pause
    // resume
    // ".
    std::string take_commands();

    // To be called after the last line. Waits up to half a second until the connected browsers have received all lines;
    // and waits until `linger` has passed, unless is_enough() returns true before.
    void finish(std::chrono::seconds linger, const std::function<bool()>& is_enough);

private:
    class server;
    std::unique_ptr<server> m_server; // null if the page is not built in
};

} // namespace poller
