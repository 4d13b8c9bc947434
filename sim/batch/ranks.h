#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace poldyn {

/// The processes of an MPI job, as mpirun or srun started them. Built without MPI, or started by nobody, a program is
/// alone. Used by one thread. No call waits busily: a rank that waits leaves its core to those that run.
class Ranks {
 public:
  using Numbers = std::vector<std::uint64_t>;
  struct Message {
    int from = 0;
    Numbers numbers;
  };

  /// True if this process was started as one of several, and this build knows MPI.
  static bool launched();
  /// True if it was started as one of several, whatever this build knows.
  static bool launched_by_anybody();

  Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;
  /// Waits for the other ranks to end too.
  ~Ranks();

  int rank() const { return rank_; }
  int size() const { return size_; }
  /// Ranks on this machine.
  int neighbours() const { return neighbours_; }

  void send(int to, const Numbers& numbers);
  /// A message that has come; nothing if there is none.
  std::optional<Message> receive();
  /// What rank 0 gives, at all ranks.
  Numbers broadcast(const Numbers& numbers);
  /// Ends all ranks at once, without another word.
  [[noreturn]] void abort(int exit_code);

 private:
  int rank_ = 0;
  int size_ = 1;
  int neighbours_ = 1;
};

}  // namespace poldyn
