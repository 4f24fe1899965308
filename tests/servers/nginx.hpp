// SPDX-License-Identifier: MIT
#pragma once

// nginx, a real web server for tests, on the loopback interface and on ports that the system chooses.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace wua_test
{

// A folder that is removed with everything in it.
class temporary_folder
{
public:
    temporary_folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "wua-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
        {
            throw std::system_error(errno, std::generic_category(), "mkdtemp");
        }
        m_path = name;
    }

    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    const std::filesystem::path& path() const noexcept
    {
        return m_path;
    }

    std::filesystem::path operator/(std::string_view name) const
    {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

inline void write_file(const std::filesystem::path& path, std::string_view content)
{
    std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
}

inline std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf(); // much faster than iterators in unoptimised builds
    return std::move(text).str();
}

// Throws unless the shell command exits with 0.
inline void run_command(const std::string& command)
{
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
    {
        throw std::runtime_error("failed: " + command);
    }
}

// A certificate authority, and its certificate for 127.0.0.1 and localhost, valid for some days, made with the openssl
// program.
class nginx_authority
{
public:
    nginx_authority()
    {
        const std::string folder = m_folder.path().string();
        run_command("cd " + folder +
                    " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7"
                    " -subj '/CN=nginx test authority' -keyout ca.key -out ca.pem"
                    " -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign");
        run_command("cd " + folder +
                    " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
                    " -keyout server.key -out server.csr"
                    " && printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\nbasicConstraints=CA:FALSE\\n' > extensions"
                    " && openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 7"
                    " -extfile extensions -out server.pem");
    }

    std::filesystem::path ca_file() const
    {
        return m_folder / "ca.pem";
    }
    std::filesystem::path certificate() const
    {
        return m_folder / "server.pem";
    }
    std::filesystem::path key() const
    {
        return m_folder / "server.key";
    }

private:
    temporary_folder m_folder;
};

// Serves the files below root() until it is destroyed, or the process that made it ends. The sockets are opened here
// and passed to nginx, so that no other program can take the ports in between.
class nginx
{
public:
    // `directives` are put into the server block. With an authority there is also an https port, with HTTP/2.
    explicit nginx(std::string_view directives = {}, const nginx_authority* authority = nullptr)
    {
        const int plain = listening_socket(m_port);
        const int tls = authority != nullptr ? listening_socket(m_tls_port) : -1;
        std::filesystem::create_directory(root());
        std::string server = "listen 127.0.0.1:" + std::to_string(m_port) + " backlog=1024;\n";
        if (authority != nullptr)
        {
            server += "listen 127.0.0.1:" + std::to_string(m_tls_port) + " ssl http2;\n" + //
                      "ssl_certificate " + authority->certificate().string() + ";\n" +     //
                      "ssl_certificate_key " + authority->key().string() + ";\n";
        }
        write_file(m_folder / "nginx.conf",
                   std::string(::geteuid() == 0 ? "user root;\n" : "") +
                       "daemon off; worker_processes 1; pid nginx.pid; error_log error.log crit;\n"
                       "events { worker_connections 1024; }\n"
                       "http {\n"
                       "access_log access.log; sendfile on; keepalive_requests 1000000; etag on;\n"
                       "client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;\n"
                       "uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n"
                       "server {\n" +
                       server + "root " + root().string() + ";\n" + std::string(directives) + "\n}\n}\n");
        start(plain, tls);
        ::close(plain);
        if (tls >= 0)
        {
            ::close(tls);
        }
    }

    nginx(const nginx&) = delete;
    nginx& operator=(const nginx&) = delete;

    ~nginx()
    {
        // Repeated, since there is a moment during nginx's start at which it notes a signal and then waits for another
        // one.
        do
        {
            ::kill(m_process, SIGTERM);
        } while (!has_ended(std::chrono::milliseconds(200)));
    }

    std::filesystem::path root() const
    {
        return m_folder / "root";
    }

    // The requests, one per line, as far as nginx has logged them, which it does after the answer. Waits some seconds
    // for at least `lines` lines.
    std::string access_log(std::ptrdiff_t lines = 0) const
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
        while (true)
        {
            std::string log = read_file(m_folder / "access.log");
            if (std::count(log.begin(), log.end(), '\n') >= lines || std::chrono::steady_clock::now() > deadline)
            {
                return log;
            }
            std::this_thread::yield();
        }
    }

    std::uint16_t port() const noexcept
    {
        return m_port;
    }
    std::uint16_t tls_port() const noexcept
    {
        return m_tls_port;
    }

    std::string url(std::string_view name) const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + '/' + std::string(name);
    }

    std::string tls_url(std::string_view name) const
    {
        return "https://127.0.0.1:" + std::to_string(m_tls_port) + '/' + std::string(name);
    }

private:
    bool has_ended(std::chrono::milliseconds patience) const
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < deadline)
        {
            if (::waitpid(m_process, nullptr, WNOHANG) != 0) // or no process at all
            {
                return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return false;
    }

    static int listening_socket(std::uint16_t& port)
    {
        const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (handle < 0 || ::bind(handle, generic, length) != 0 || ::listen(handle, 1024) != 0 ||
            ::getsockname(handle, generic, &length) != 0)
        {
            throw std::system_error(errno, std::generic_category(), "a socket for nginx");
        }
        port = ntohs(address.sin_port);
        return handle;
    }

    void start(int plain, int tls)
    {
        // All text is made before the fork: afterwards nothing may be allocated.
        const std::string prefix = m_folder.path().string() + '/';
        const std::string configuration = (m_folder / "nginx.conf").string();
        std::string sockets = "NGINX=" + std::to_string(plain) + ';';
        if (tls >= 0)
        {
            sockets += std::to_string(tls) + ';';
        }
        char* const environment[] = {sockets.data(), nullptr};
        const std::string program = std::filesystem::exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "/usr/bin/nginx";
        m_process = ::fork();
        if (m_process == 0)
        {
            ::prctl(PR_SET_PDEATHSIG, SIGTERM);
            ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO); // nginx complains before it has read where to log
            ::execle(program.c_str(), "nginx", "-p", prefix.c_str(), "-c", configuration.c_str(), nullptr, environment);
            ::_exit(127);
        }
        if (m_process < 0)
        {
            throw std::system_error(errno, std::generic_category(), "fork");
        }
    }

    temporary_folder m_folder;
    std::uint16_t m_port = 0;
    std::uint16_t m_tls_port = 0;
    pid_t m_process = -1;
};

} // namespace wua_test
