// SPDX-License-Identifier: MIT
#pragma once

// libtorrent's disk access, using this library's files: through their open handles, never through a path.

#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/swarm/disk_job.hpp>
#include <wua/engine/swarm/swarm_storage.hpp>
#include <wua/separate_compilation.hpp>

#include <libtorrent/disk_buffer_holder.hpp>
#include <libtorrent/disk_interface.hpp>
#include <libtorrent/io_context.hpp>
#include <libtorrent/session_params.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// The storages by the "path" under which a torrent is added. Thread-safe.
class swarm_storages
{
public:
    void add(const std::string& name, std::shared_ptr<swarm_storage> storage);
    void remove(const std::string& name) noexcept;
    void clear() noexcept;
    std::shared_ptr<swarm_storage> find(const std::string& path) const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<swarm_storage>> m_storages;
};

// Everything is called on libtorrent's network thread, and answered there. It writes immediately, to the system's
// cache; reading and hashing use two threads of its own. No file is ever created, moved, renamed or removed. What there
// is no memory for is not answered, and swarm_storage::is_lost() says that its torrent must be removed.
class swarm_disk final : public lt::disk_interface, public lt::buffer_allocator_interface
{
public:
    swarm_disk(lt::io_context& network, std::shared_ptr<const swarm_storages> storages);
    ~swarm_disk() override;

    static lt::disk_io_constructor_type constructor(std::shared_ptr<const swarm_storages> storages);

    lt::storage_holder new_torrent(const lt::storage_params& params, const std::shared_ptr<void>& torrent) override;
    void remove_torrent(lt::storage_index_t index) override;
    void async_read(lt::storage_index_t index, const lt::peer_request& request,
                    std::function<void(lt::disk_buffer_holder, const lt::storage_error&)> handler,
                    lt::disk_job_flags_t flags) override;
    bool async_write(lt::storage_index_t index, const lt::peer_request& request, const char* bytes,
                     std::shared_ptr<lt::disk_observer> observer, std::function<void(const lt::storage_error&)> handler,
                     lt::disk_job_flags_t flags) override;
    void
    async_hash(lt::storage_index_t index, lt::piece_index_t piece, lt::span<lt::sha256_hash> blocks,
               lt::disk_job_flags_t flags,
               std::function<void(lt::piece_index_t, const lt::sha1_hash&, const lt::storage_error&)> handler) override;
    void async_hash2(
        lt::storage_index_t index, lt::piece_index_t piece, int offset, lt::disk_job_flags_t flags,
        std::function<void(lt::piece_index_t, const lt::sha256_hash&, const lt::storage_error&)> handler) override;
    void async_move_storage(
        lt::storage_index_t index, std::string path, lt::move_flags_t flags,
        std::function<void(lt::status_t, const std::string&, const lt::storage_error&)> handler) override;
    void async_release_files(lt::storage_index_t index, std::function<void()> handler) override;
    void async_check_files(lt::storage_index_t index, const lt::add_torrent_params* resume,
                           lt::aux::vector<std::string, lt::file_index_t> links,
                           std::function<void(lt::status_t, const lt::storage_error&)> handler) override;
    void async_stop_torrent(lt::storage_index_t index, std::function<void()> handler) override;
    void async_rename_file(
        lt::storage_index_t index, lt::file_index_t file, std::string name,
        std::function<void(const std::string&, lt::file_index_t, const lt::storage_error&)> handler) override;
    void async_delete_files(lt::storage_index_t index, lt::remove_flags_t flags,
                            std::function<void(const lt::storage_error&)> handler) override;
    void async_set_file_priority(
        lt::storage_index_t index, lt::aux::vector<lt::download_priority_t, lt::file_index_t> priorities,
        std::function<void(const lt::storage_error&, lt::aux::vector<lt::download_priority_t, lt::file_index_t>)>
            handler) override;
    void async_clear_piece(lt::storage_index_t index, lt::piece_index_t piece,
                           std::function<void(lt::piece_index_t)> handler) override;
    void update_stats_counters(lt::counters&) const override {}
    std::vector<lt::open_file_state> get_status(lt::storage_index_t) const override
    {
        return {};
    }
    void abort(bool waits) override;
    void submit_jobs() override {}
    void settings_updated() override {}

    void free_disk_buffer(char* buffer) override
    {
        delete[] buffer;
    }

private:
    struct torrent
    {
        std::shared_ptr<swarm_storage> storage; // null: nobody uses it any more
        std::uint64_t piece_size = 0;
        std::uint64_t size = 0;
        std::uint64_t padded_size = 0; // including zeros after the content, which are in no file

        // Without the padding.
        byte_range range_of(lt::piece_index_t piece) const noexcept;

        // How many of that many bytes are content.
        std::size_t content_at(std::uint64_t place, int length) const noexcept;

        // How many zeros follow it in its piece.
        std::size_t padding_behind(const byte_range& range) const noexcept;
    };

    const torrent& at(lt::storage_index_t index) const
    {
        return m_torrents[static_cast<std::size_t>(static_cast<std::uint32_t>(index))];
    }

    // Runs the work, on that thread if there is one, with the storage and a Result, which answer() then receives on the
    // network thread.
    template <class Result, class Work, class Answer>
    void take(std::optional<background_thread>& thread, const std::shared_ptr<swarm_storage>& storage, Work&& work,
              Answer&& answer) noexcept;

    // Only the second half.
    template <class Answer>
    void answer(lt::storage_index_t index, Answer&& answer) noexcept;

    lt::io_context& m_network;
    const std::shared_ptr<const swarm_storages> m_storages;
    std::vector<torrent> m_torrents; // the first one is unused
    std::vector<lt::storage_index_t> m_free;
    std::optional<background_thread> m_reader;
    std::optional<background_thread> m_hasher;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_disk.ipp>
#endif
