// SPDX-License-Identifier: MIT
// The fault server's https listeners, asked by the curl program.

#include "catch.hpp"
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <openssl/ssl.h>
#include <sys/wait.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace
{
const wua::patterned_bytes content{100'000, 3};

/// A directory of its own, deleted at the end.
class scratch_directory
{
public:
    scratch_directory()
    {
        auto name = (std::filesystem::temp_directory_path() / "wua-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw std::runtime_error{"no temporary directory"};
        m_path = name;
    }

    ~scratch_directory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;

    std::string operator/(std::string_view name) const
    {
        return (m_path / name).string();
    }

private:
    std::filesystem::path m_path;
};

/// The curl program, trusting one authority alone.
class curl_program
{
public:
    explicit curl_program(const wua::test_authority& authority)
    {
        std::ofstream{m_directory / "ca.pem"} << authority.certificate_pem();
    }

    /// Its exit status.
    int fetch(const std::string& url, const std::string& options = {}) const
    {
        const auto output = m_directory / "file";
        std::filesystem::remove(output);
        const auto command = "curl -q -g -s -f -L --noproxy '*' --max-time 5 --cacert " + m_directory / "ca.pem";
        const auto status = std::system((command + ' ' + options + " -o " + output + " '" + url + "'").c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    /// What the last fetch wrote.
    std::string file() const
    {
        std::ifstream stream{m_directory / "file", std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

private:
    scratch_directory m_directory;
};

struct https_fixture
{
    std::shared_ptr<const wua::test_authority> authority = std::make_shared<wua::test_authority>();
    wua::fault_server server{authority};
    curl_program curl{*authority};

    std::string serve(std::string_view name)
    {
        return server.serve('/' + std::string{name}, content, wua::misbehaviour_named(name));
    }
};
} // namespace

TEST_CASE_METHOD(https_fixture, "https gives the content to a client that trusts the authority", "[fault_server]")
{
    const auto url = serve("tls_well_behaved");
    CHECK(url.starts_with("https://127.0.0.1:"));
    CHECK(curl.fetch(url) == 0);
    CHECK(curl.file() == content.str());
    CHECK(curl.fetch(url, "-r 70000-") == 0);
    CHECK(curl.file() == content.str().substr(70'000));
    CHECK(curl.fetch(url, "--http1.0") == 0);
    CHECK(curl.file() == content.str());
}

TEST_CASE_METHOD(https_fixture, "certificates are wrong as the misbehaviour says", "[fault_server]")
{
    constexpr int peer_failed_verification = 60;
    for (const auto name : {"tls_self_signed", "tls_expired", "tls_wrong_host", "tls_not_yet_valid"})
    {
        CAPTURE(name);
        const auto url = serve(name);
        CHECK(curl.fetch(url) == peer_failed_verification);
        CHECK(server.requests().empty());
        CHECK(curl.fetch(url, "--insecure") == 0);
        CHECK(curl.file() == content.str());
        server.forget_requests();
    }
}

TEST_CASE_METHOD(https_fixture, "another authority's certificate is no better for the name it bears", "[fault_server]")
{
    const auto url = serve("tls_unknown_authority");
    CHECK(curl.fetch(url) != 0);
    CHECK(server.requests().empty());
    CHECK(curl.fetch(url, "--insecure") == 0);
}

TEST_CASE_METHOD(https_fixture, "nothing newer than TLS 1.1 is offered", "[fault_server]")
{
    CHECK(curl.fetch(serve("tls_1_1"), "--tlsv1.2") != 0);
    CHECK(curl.fetch(serve("tls_1_1"), "--tlsv1.0 --ciphers DEFAULT:@SECLEVEL=0") == 0);
}

TEST_CASE_METHOD(https_fixture, "a connection whose keys change goes on", "[fault_server]")
{
    for (const auto options : {"--tls-max 1.2", "--tls-max 1.3"})
    {
        CAPTURE(options);
        CHECK(curl.fetch(serve("tls_rekeys"), options) == 0);
        CHECK(curl.file() == content.str());
    }
}

TEST_CASE_METHOD(https_fixture, "HTTP/2 is spoken to a client that can", "[fault_server]")
{
    const auto url = serve("http_2");
    CHECK(curl.fetch(url, "--http2") == 0);
    CHECK(curl.file() == content.str());
    CHECK(curl.fetch(url, "--http2 -r 70000- -A 'an agent of printable ASCII: <>\\~'") == 0);
    CHECK(curl.file() == content.str().substr(70'000));
    const auto asked = server.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].version == "HTTP/2");
    CHECK(asked[0].field("host") == url.substr(8, url.find('/', 8) - 8));
    CHECK(asked[1].field("range") == "bytes=70000-");
}

TEST_CASE_METHOD(https_fixture, "the faults of HTTP/2 are not shown to a client of HTTP/1.1", "[fault_server]")
{
    constexpr int stream_broke = 92;
    const auto url = serve("http_2_reset_always");
    CHECK(curl.fetch(url, "--http2") == stream_broke);
    CHECK(curl.file() == content.str().substr(0, 50'000));
    CHECK(curl.fetch(url, "--http1.1") == 0);
    CHECK(curl.file() == content.str());
    CHECK(server.requests().back().version == "HTTP/1.1");
}

TEST_CASE_METHOD(https_fixture, "an https port can speak http or nothing", "[fault_server]")
{
    constexpr int no_handshake = 35;
    constexpr int timed_out = 28;
    CHECK(curl.fetch(serve("tls_is_plain")) == no_handshake);
    CHECK(curl.fetch(serve("tls_silent"), "--max-time 0.3") == timed_out);
}

TEST_CASE_METHOD(https_fixture, "https leads back to http", "[fault_server]")
{
    constexpr int protocol_refused = 1;
    const auto url = serve("tls_redirect_to_http");
    CHECK(curl.fetch(url, "--proto-redir =https") == protocol_refused);
    CHECK(curl.fetch(url) == 0);
    CHECK(curl.file() == content.str());
}

namespace
{
/// What a client sees when its connection ends: everything decrypted, and whether close_notify came.
struct tls_ending
{
    std::string plain;
    bool was_announced;
};

/// A client of the same TLS library, since programs do not tell how a connection ended.
tls_ending read_all(const std::string& url)
{
    namespace detail = wua::detail;
    const auto colon = url.rfind(':');
    const auto slash = url.find('/', colon);
    auto socket = detail::loopback_socket::connecting(
        static_cast<std::uint16_t>(std::stoul(url.substr(colon + 1, slash - colon - 1))));
    const detail::openssl_context context{SSL_CTX_new(TLS_client_method())};
    const detail::openssl_stream stream{SSL_new(context.get())};
    auto* from_wire = BIO_new(BIO_s_mem());
    auto* to_wire = BIO_new(BIO_s_mem());
    SSL_set_bio(stream.get(), from_wire, to_wire);
    SSL_set_connect_state(stream.get());
    const auto request = "GET " + url.substr(slash) + " HTTP/1.1\r\nConnection: close\r\n\r\n";

    tls_ending seen{};
    std::string buffer(65536, '\0');
    for (bool is_asked = false;;)
    {
        if (!is_asked)
            is_asked = SSL_write(stream.get(), request.data(), static_cast<int>(request.size())) > 0;
        for (int read = 0; (read = SSL_read(stream.get(), buffer.data(), static_cast<int>(buffer.size()))) > 0;)
            seen.plain.append(buffer, 0, static_cast<std::size_t>(read));
        for (int read = 0; (read = BIO_read(to_wire, buffer.data(), static_cast<int>(buffer.size()))) > 0;)
        {
            auto writable = socket.to_poll(true);
            detail::poll_native(&writable, 1, 5000);
            socket.send(std::string_view{buffer}.substr(0, static_cast<std::size_t>(read)));
        }
        auto readable = socket.to_poll(false);
        if (detail::poll_native(&readable, 1, 5000) <= 0)
            throw std::runtime_error{"the server is silent"};
        const auto got = socket.receive(buffer);
        BIO_write(from_wire, buffer.data(), static_cast<int>(got.bytes));
        if (got.finished)
            break;
    }
    seen.was_announced = (SSL_get_shutdown(stream.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    return seen;
}
} // namespace

TEST_CASE_METHOD(https_fixture, "close_notify comes unless the misbehaviour leaves it out", "[fault_server]")
{
    const auto announced = read_all(serve("tls_well_behaved"));
    CHECK(announced.was_announced);
    CHECK(announced.plain.ends_with(content.str()));
    const auto unannounced = read_all(serve("tls_close_without_notify"));
    CHECK_FALSE(unannounced.was_announced);
    CHECK(unannounced.plain.ends_with(content.str()));
    const auto truncated = read_all(serve("tls_truncated_without_notify"));
    CHECK_FALSE(truncated.was_announced);
    CHECK(truncated.plain.ends_with(content.str().substr(0, 50'000)));
    CHECK(truncated.plain.find("Content-Length") == std::string::npos);
}

TEST_CASE_METHOD(https_fixture, "gzip_unasked is a stream that other programs can read", "[fault_server]")
{
    constexpr int bad_encoding = 61;
    CHECK(curl.fetch(serve("gzip_unasked"), "--compressed") == 0);
    CHECK(curl.file() == content.str());
    CHECK(curl.fetch(serve("gzip_broken"), "--compressed") == bad_encoding);
}
