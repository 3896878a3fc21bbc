// Opens a shared library as Go's plugin package does, each time in a child of its own, and says what came of it.
// Reads a path a line from stdin; answers each with a line: `loads`, or why not. gcc -o dlopen dlopen.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// A constructor that goes astray may run for ever.
enum { SECONDS = 5 };

// Damaged code may ask the kernel for anything: what neither the loader nor abort needs is refused. No file is written.
static void restrict_calls(void) {
  static const int allowed[] = {
      SYS_mmap,  SYS_munmap,       SYS_mprotect,    SYS_brk,        SYS_read,           SYS_pread64,
      SYS_close, SYS_fstat,        SYS_newfstatat,  SYS_write,      SYS_writev,         SYS_exit,
      SYS_futex, SYS_rt_sigaction, SYS_exit_group,  SYS_getpid,     SYS_gettid,         SYS_tgkill,
      SYS_lseek, SYS_getrandom,    SYS_madvise,     SYS_uname,      SYS_rt_sigprocmask, SYS_sigaltstack,
      SYS_readlink, SYS_getcwd,    SYS_rt_sigreturn, SYS_arch_prctl,
  };
  enum { COUNT = sizeof(allowed) / sizeof(*allowed) };
  struct sock_filter filter[2 * COUNT + 8];
  int n = 0;
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < COUNT; i++) {
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }
  filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3);
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2]));
  filter[n++] =
      (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  struct sock_fprog program = {n, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void open_in_child(const char *path, int answer) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  alarm(SECONDS);
  // What asserts of the loader say goes to stderr.
  dup2(answer, STDERR_FILENO);
  int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, STDIN_FILENO);
  dup2(nothing, STDOUT_FILENO);
  restrict_calls();
  if (dlopen(path, RTLD_NOW | RTLD_GLOBAL) != NULL) _exit(0);
  const char *message = dlerror();
  if (write(answer, message, strlen(message)) < 0) _exit(2);
  _exit(1);
}

static void try_to_open(const char *path) {
  int ends[2];
  if (pipe(ends) != 0) exit(2);
  pid_t child = fork();
  if (child < 0) exit(2);
  if (child == 0) {
    close(ends[0]);
    open_in_child(path, ends[1]);
  }
  close(ends[1]);
  char text[1024];
  size_t length = 0;
  char rest[1024];
  for (;;) {
    char *into = length < sizeof(text) - 1 ? text + length : rest;
    size_t room = length < sizeof(text) - 1 ? sizeof(text) - 1 - length : sizeof(rest);
    ssize_t count = read(ends[0], into, room);
    if (count <= 0) break;
    if (into != rest) length += count;
  }
  text[length] = 0;
  close(ends[0]);
  for (size_t i = 0; i < length; i++)
    if (text[i] < ' ' || text[i] > '~') text[i] = ' ';
  int status;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    printf("loads\n");
  else if (WIFSIGNALED(status))
    printf("%s %s\n", strsignal(WTERMSIG(status)), text);
  else
    printf("%s\n", length > 0 ? text : "ended by itself");
  fflush(stdout);
}

int main(int count, char **arguments) {
  // The same addresses each time: what lies beside a mapping is the same for the same seed.
  int persona = personality(0xffffffff);
  if (count == 1 && persona != -1 && !(persona & ADDR_NO_RANDOMIZE) &&
      personality(persona | ADDR_NO_RANDOMIZE) != -1) {
    char *again[] = {arguments[0], "fixed", NULL};
    execv("/proc/self/exe", again);
  }
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while ((length = getline(&line, &room, stdin)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    try_to_open(line);
  }
  return 0;
}
