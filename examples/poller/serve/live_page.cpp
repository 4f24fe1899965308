// SPDX-License-Identifier: MIT
// The live page, served with cpp-httplib.

#include "live_page.hpp"

#include "../usage_error.hpp"
#include "line_history.hpp"
#include "page_policy.hpp"
#include "request_check.hpp"
#include "thread_each.hpp"
#include <wua/com/ascii.hpp>

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace poller
{

namespace
{

using namespace std::chrono_literals;

constexpr unsigned char page_bytes[] = {
#include "page.inc"
};

std::string_view page()
{
    return {reinterpret_cast<const char*>(page_bytes), sizeof page_bytes};
}

constexpr std::size_t max_streams = 48;     // event streams, each of which occupies a thread
constexpr std::size_t max_connections = 64; // leaves room for a page and a command when all streams are in use
constexpr std::size_t max_commands = 64;    // commands not yet taken by the job

// A browser that accepts nothing for this long is disconnected; it reconnects by itself and continues where it was.
constexpr auto write_patience = 500ms;

// Bytes per write. The server can stop between two writes, however slowly a browser reads.
constexpr std::size_t max_at_once = 16'384;

// Comments sent at this interval let both ends notice a dead connection.
constexpr auto heartbeat = 15s;

void answer(httplib::Response& response, int status, const std::string& text)
{
    response.status = status;
    response.set_content(text + '\n', "text/plain; charset=utf-8");
}

std::string bracketed(const std::string& address)
{
    return address.find(':') == std::string::npos ? address : '[' + address + ']';
}

} // namespace

class live_page::server
{
public:
    explicit server(const live_page_settings& settings)
        : m_token(settings.allows_control ? random_text(16) : std::string()),
          m_run(random_text(4))
    {
        set_up();
        const int port = listen(settings);
        const bool is_any = settings.address == "0.0.0.0" || settings.address == "::";
        m_url = fmt::format("http://{}:{}/", is_any ? "127.0.0.1" : bracketed(settings.address), port);
        m_thread = std::thread([this] { m_http.listen_after_bind(); });
        while (!m_http.is_running()) // stop() has no effect before this
        {
            std::this_thread::sleep_for(1ms);
        }
    }

    server(const server&) = delete;
    server& operator=(const server&) = delete;

    ~server()
    {
        m_history.close();
        m_is_ending = true;
        m_http.stop();
        m_thread.join();
    }

    const std::string& url() const noexcept
    {
        return m_url;
    }

    std::string control_url() const
    {
        return m_token.empty() ? std::string() : m_url + "#token=" + m_token;
    }

    line_history& history() noexcept
    {
        return m_history;
    }

    std::string take_commands()
    {
        const std::lock_guard lock(m_mutex);
        m_command_count = 0;
        return std::exchange(m_commands, {});
    }

    std::size_t streams() const noexcept
    {
        return m_streams;
    }

private:
    // How far one browser has got.
    struct stream
    {
        std::uint64_t number = 0;
        bool is_begun = false;
        std::chrono::steady_clock::time_point written{};
    };

    void set_up()
    {
        m_http.new_task_queue = [] { return new thread_each(max_connections); };
        m_http.set_keep_alive_max_count(1);
        m_http.set_keep_alive_timeout(1); // seconds by which an idle connection may delay the end
        m_http.set_read_timeout(1s);
        m_http.set_write_timeout(write_patience);
        m_http.set_payload_max_length(1024);
        m_http.set_tcp_nodelay(true);
        m_http.set_socket_options([](socket_t socket) { // the default would let several programs share the port
#ifdef _WIN32
            const int option = SO_EXCLUSIVEADDRUSE;
#else
            const int option = SO_REUSEADDR;
#endif
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, option, reinterpret_cast<const char*>(&yes), sizeof yes);
        });
        m_http.set_default_headers(
            {{"Content-Security-Policy", page_policy(page())},
             {"X-Content-Type-Options", "nosniff"},
             {"X-Frame-Options", "DENY"},
             {"Referrer-Policy", "no-referrer"},
             {"Cross-Origin-Resource-Policy", "same-origin"},
             {"Cross-Origin-Opener-Policy", "same-origin"},
             {"Cache-Control", "no-store"}});
        m_http.set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
            const std::string objection = objection_to(request);
            if (objection.empty())
            {
                return httplib::Server::HandlerResponse::Unhandled;
            }
            answer(response, 403, objection);
            return httplib::Server::HandlerResponse::Handled;
        });
        m_http.Get("/", [](const httplib::Request&, httplib::Response& response) {
            response.set_content(page().data(), page().size(), "text/html; charset=utf-8");
        });
        m_http.Get("/events", [this](const httplib::Request& request, httplib::Response& response) {
            begin_stream(request, response);
        });
        m_http.Get("/control/.*", [](const httplib::Request&, httplib::Response& response) {
            response.set_header("Allow", "POST");
            answer(response, 405, "commands are sent by POST");
        });
        m_http.Post(
            "/control/(pause|resume|abort)", [this](const httplib::Request& request, httplib::Response& response) {
                obey(request, response, request.matches[1].str());
            });
    }

    // Why the request must be refused whatever it asks for; empty if it need not be.
    static std::string objection_to(const httplib::Request& request)
    {
        const std::string host = request.get_header_value("Host");
        if (request.get_header_value_count("Host") != 1 || !is_own_host(host))
        {
            return "this server answers requests to localhost or an IP address only";
        }
        if (request.has_header("Origin") &&
            (request.get_header_value_count("Origin") != 1 || !is_own_origin(request.get_header_value("Origin"), host)))
        {
            return "this server answers its own page only";
        }
        const std::string site = request.get_header_value("Sec-Fetch-Site");
        const bool is_foreign = site == "cross-site" || site == "same-site";
        const bool follows_link = request.method == "GET" && request.get_header_value("Sec-Fetch-Mode") == "navigate";
        return is_foreign && !follows_link ? "this server answers its own page only" : std::string();
    }

    // Throws usage_error.
    int listen(const live_page_settings& settings)
    {
        errno = 0;
        const int port = settings.port == 0 ? m_http.bind_to_any_port(settings.address)
                         : m_http.bind_to_port(settings.address, settings.port)
                             ? settings.port
                             : -1;
        const int error = errno;
        if (port > 0)
        {
            return port;
        }
        throw usage_error(fmt::format("--serve: cannot listen on port {} of {}{}", settings.port, settings.address,
                                      error == EADDRINUSE ? ": another program uses it; --serve 0 picks a free one"
                                      : error == 0        ? std::string()
                                                          : ": " + std::generic_category().message(error)));
    }

    void obey(const httplib::Request& request, httplib::Response& response, const std::string& command)
    {
        constexpr std::string_view scheme = "Bearer ";
        const std::string given = request.get_header_value("Authorization");
        if (m_token.empty())
        {
            return answer(response, 403, "the poller was started without --allow-control");
        }
        if (!given.starts_with(scheme) || !is_same_secret(std::string_view(given).substr(scheme.size()), m_token))
        {
            return answer(response, 403, "the token is not that of this poller");
        }
        const std::lock_guard lock(m_mutex);
        if (m_command_count == max_commands)
        {
            return answer(response, 503, "too many commands at a time");
        }
        ++m_command_count;
        m_commands += command + '\n';
        answer(response, 202, command);
    }

    void begin_stream(const httplib::Request& request, httplib::Response& response)
    {
        if (request.method == "HEAD")
        {
            return;
        }
        if (++m_streams > max_streams)
        {
            --m_streams;
            response.set_header("Retry-After", "5");
            return answer(response, 503, "too many browsers show this job");
        }
        const auto reader = std::make_shared<stream>();
        reader->number = number_in_id(request.get_header_value("Last-Event-ID"));
        response.set_header("X-Accel-Buffering", "no"); // turns off the buffering of proxies
        response.set_chunked_content_provider(
            "text/event-stream", [this, reader](std::size_t, httplib::DataSink& sink) { return give(*reader, sink); },
            [this](bool) { --m_streams; });
    }

    // The last line that a reconnecting browser has received; 0 if it is new, or was connected to another poller.
    std::uint64_t number_in_id(const std::string& id) const
    {
        const std::string begin = m_run + '-';
        return id.starts_with(begin) ? wua::detail::parse_decimal(id.substr(begin.size())).value_or(0) : 0;
    }

    // Waits a while for lines, and sends them. Returning false ends the connection.
    bool give(stream& reader, httplib::DataSink& sink)
    {
        const line_history::batch next = m_history.after(reader.number, 500ms);
        const auto now = std::chrono::steady_clock::now();
        std::string text;
        if (!reader.is_begun)
        {
            reader.is_begun = true;
            text = "retry: 1000\n\n";
        }
        for (const line_history::entry& each : next.entries)
        {
            fmt::format_to(std::back_inserter(text), "id: {}-{}\ndata: {}\n\n", m_run, each.number, *each.line);
            reader.number = each.number;
        }
        if (text.empty() && now - reader.written > heartbeat)
        {
            text = ":\n\n";
        }
        if (!text.empty())
        {
            reader.written = now;
            for (std::size_t begin = 0; begin < text.size(); begin += max_at_once)
            {
                if (m_is_ending || !sink.write(text.data() + begin, std::min(max_at_once, text.size() - begin)))
                {
                    return false;
                }
            }
        }
        if (next.is_over)
        {
            sink.done();
        }
        return !m_is_ending || next.is_over;
    }

    const std::string m_token; // empty if commands are not accepted
    const std::string m_run;   // distinguishes the line numbers of this run from those of others
    std::string m_url;
    line_history m_history;
    std::atomic<std::size_t> m_streams{0};
    std::atomic<bool> m_is_ending{false};

    std::mutex m_mutex; // guards the commands
    std::string m_commands;
    std::size_t m_command_count = 0;

    httplib::Server m_http;
    std::thread m_thread;
};

bool live_page::is_built_in() noexcept
{
    return true;
}

live_page::live_page(const live_page_settings& settings) : m_server(std::make_unique<server>(settings)) {}

live_page::~live_page() = default;

std::string live_page::url() const
{
    return m_server->url();
}

std::string live_page::control_url() const
{
    return m_server->control_url();
}

void live_page::add(line_kind kind, const std::string& line)
{
    m_server->history().add(kind, line);
}

std::string live_page::take_commands()
{
    return m_server->take_commands();
}

void live_page::finish(std::chrono::seconds linger, const std::function<bool()>& is_enough)
{
    m_server->history().close();
    const auto begin = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::steady_clock::now() - begin; };
    while (passed() < linger && !is_enough())
    {
        std::this_thread::sleep_for(20ms);
    }
    for (const auto end = passed() + 500ms; m_server->streams() != 0 && passed() < end;)
    {
        std::this_thread::sleep_for(5ms);
    }
}

} // namespace poller
