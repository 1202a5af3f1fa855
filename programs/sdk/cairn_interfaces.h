/* The interfaces that ship, written by HeadersTest: not by hand. */

/* bafkreigpv6szsrfz7l6bf4pc7uoc3sh6oh75jmrskr6fulkgotjm52vi7q */
static const cairn_interface CAIRN_INTERFACE = {{
    0xcf, 0xaf, 0xa5, 0x99, 0x44, 0xb9, 0xfa, 0xfc, 0x12, 0xf1, 0xe2, 0xfd, 0x1c, 0x2d, 0xc8, 0xfe,
    0x71, 0xff, 0xd4, 0xb2, 0x32, 0x54, 0x7c, 0x5a, 0x2d, 0x46, 0x74, 0xd2, 0xce, 0xea, 0xa8, 0xfc,
}};
enum { CAIRN_INTERFACE_REGISTER, CAIRN_INTERFACE_UNREGISTER };
enum { CAIRN_INTERFACE_REGISTER_TAKEN, CAIRN_INTERFACE_REGISTER_DENIED, CAIRN_INTERFACE_REGISTER_RESERVED };

/* bafkreief3tbisbu7fv4xqf3h544v44g4skftkmjyh26bkxejuh3mxgfrbe */
static const cairn_interface CAIRN_LOADER = {{
    0x85, 0xdc, 0xc2, 0x89, 0x06, 0x9f, 0x2d, 0x79, 0x78, 0x17, 0x67, 0xef, 0x39, 0x5e, 0x70, 0xdc,
    0x92, 0x8b, 0x35, 0x31, 0x38, 0x3e, 0xbc, 0x15, 0x5c, 0x89, 0xa1, 0xf6, 0xcb, 0x98, 0xb1, 0x09,
}};
enum { CAIRN_LOADER_OPEN, CAIRN_LOADER_NEXT, CAIRN_LOADER_CLOSE };
enum { CAIRN_LOADER_OPEN_NOT_FOUND, CAIRN_LOADER_OPEN_UNREACHABLE, CAIRN_LOADER_OPEN_TOO_LARGE,
       CAIRN_LOADER_OPEN_INVALID_HANDLE };
enum { CAIRN_LOADER_NEXT_NOT_FOUND, CAIRN_LOADER_NEXT_UNREACHABLE, CAIRN_LOADER_NEXT_TOO_LARGE,
       CAIRN_LOADER_NEXT_INVALID_HANDLE };

/* bafkreihb3hy5idipd4owg5afnnw5q4t7gjryhz4rihuvcag23vsh44zpdu */
static const cairn_interface CAIRN_LOG = {{
    0xe1, 0xd9, 0xf1, 0xd4, 0x0d, 0x0f, 0x1f, 0x1d, 0x63, 0x74, 0x05, 0x6b, 0x6d, 0xd8, 0x72, 0x7f,
    0x32, 0x63, 0x83, 0xe7, 0x91, 0x41, 0xe9, 0x51, 0x00, 0xda, 0xdd, 0x64, 0x7e, 0x73, 0x2f, 0x1d,
}};
enum { CAIRN_LOG_WRITE };
enum { CAIRN_LOG_WRITE_ERROR, CAIRN_LOG_WRITE_WARN, CAIRN_LOG_WRITE_INFO, CAIRN_LOG_WRITE_DEBUG,
       CAIRN_LOG_WRITE_TRACE };

/* bafkreia3z5fvclxwzz6wh7rjjw7qetntflpv4xygp26igxamr5oosj2dyi */
static const cairn_interface CAIRN_CONSOLE = {{
    0x1b, 0xcf, 0x4b, 0x51, 0x2e, 0xf6, 0xce, 0x7d, 0x63, 0xfe, 0x29, 0x4d, 0xbf, 0x02, 0x4d, 0xb3,
    0x2a, 0xdf, 0x5e, 0x5f, 0x06, 0x7e, 0xbc, 0x83, 0x5c, 0x0c, 0x8f, 0x5c, 0xe9, 0x27, 0x43, 0xc2,
}};
enum { CAIRN_CONSOLE_WRITE, CAIRN_CONSOLE_READ, CAIRN_CONSOLE_SIZE, CAIRN_CONSOLE_SIZE_CHANGED,
       CAIRN_CONSOLE_SET_MODE };
enum { CAIRN_CONSOLE_WRITE_OUT, CAIRN_CONSOLE_WRITE_ERR };
enum { CAIRN_CONSOLE_SET_MODE_COOKED, CAIRN_CONSOLE_SET_MODE_RAW };

/* bafkreido5lqzwikrm4fvgneyyxaewbzvas3mwjuvnvq2vpfeyxzdrk56xq */
static const cairn_interface CAIRN_TIME = {{
    0x6e, 0xea, 0xe1, 0x9b, 0x21, 0x51, 0x67, 0x0b, 0x53, 0x34, 0x98, 0xc5, 0xc0, 0x4b, 0x07, 0x35,
    0x04, 0xb6, 0xcb, 0x26, 0x95, 0x6d, 0x61, 0xaa, 0xbc, 0xa4, 0xc5, 0xf2, 0x38, 0xab, 0xbe, 0xbc,
}};
enum { CAIRN_TIME_MONOTONIC, CAIRN_TIME_WALL, CAIRN_TIME_WAIT_UNTIL, CAIRN_TIME_RESOLUTION };
enum { CAIRN_TIME_WAIT_UNTIL_MONOTONIC, CAIRN_TIME_WAIT_UNTIL_WALL };
enum { CAIRN_TIME_RESOLUTION_MONOTONIC, CAIRN_TIME_RESOLUTION_WALL };

/* bafkreicxpy2ddmye3ipgfrtzav7bx4iijpfpgxdhdgg2rcka6n6gommt4e */
static const cairn_interface CAIRN_RANDOM = {{
    0x57, 0x7e, 0x34, 0x31, 0xb3, 0x04, 0xda, 0x1e, 0x62, 0xc6, 0x79, 0x05, 0x7e, 0x1b, 0xf1, 0x08,
    0x4b, 0xca, 0xf3, 0x5c, 0x67, 0x19, 0x8d, 0xa8, 0x89, 0x40, 0xf3, 0x7c, 0x67, 0x31, 0x93, 0xe1,
}};
enum { CAIRN_RANDOM_BYTES };

/* bafkreiasbjjde57c2moczo7pgngijvxi2z2sv23fiecg6jjysr4wryxxcm */
static const cairn_interface CAIRN_PROCESS = {{
    0x12, 0x0a, 0x52, 0x32, 0x77, 0xe2, 0xd3, 0x1c, 0x2c, 0xbb, 0xef, 0x33, 0x4c, 0x84, 0xd6, 0xe8,
    0xd6, 0x75, 0x2a, 0xeb, 0x65, 0x41, 0x04, 0x6f, 0x25, 0x38, 0x94, 0x79, 0x68, 0xe2, 0xf7, 0x13,
}};
enum { CAIRN_PROCESS_ARGUMENTS, CAIRN_PROCESS_ENVIRONMENT };

/* bafkreiemzgdp5c5pabl5le7so4k6ico6sw5kbf2ekwljay4iguzfti5cmm */
static const cairn_interface CAIRN_TCP = {{
    0x8c, 0xc9, 0x86, 0xfe, 0x8b, 0xaf, 0x00, 0x57, 0xd5, 0x93, 0xf2, 0x77, 0x15, 0xe4, 0x09, 0xde,
    0x95, 0xba, 0xa0, 0x97, 0x44, 0x55, 0x96, 0x90, 0x63, 0x88, 0x35, 0x32, 0x59, 0xa3, 0xa2, 0x63,
}};
enum { CAIRN_TCP_CONNECT, CAIRN_TCP_LISTEN, CAIRN_TCP_ACCEPT, CAIRN_TCP_READ, CAIRN_TCP_WRITE, CAIRN_TCP_SHUTDOWN,
       CAIRN_TCP_CLOSE };
enum { CAIRN_TCP_CONNECT_ADDRESS, CAIRN_TCP_CONNECT_NAME };
enum { CAIRN_TCP_CONNECT_PERMISSION_DENIED, CAIRN_TCP_CONNECT_NAME_UNKNOWN, CAIRN_TCP_CONNECT_REFUSED,
       CAIRN_TCP_CONNECT_UNREACHABLE, CAIRN_TCP_CONNECT_TIMED_OUT, CAIRN_TCP_CONNECT_ADDRESS_IN_USE,
       CAIRN_TCP_CONNECT_ADDRESS_INVALID, CAIRN_TCP_CONNECT_TOO_MANY };
enum { CAIRN_TCP_LISTEN_PERMISSION_DENIED, CAIRN_TCP_LISTEN_NAME_UNKNOWN, CAIRN_TCP_LISTEN_REFUSED,
       CAIRN_TCP_LISTEN_UNREACHABLE, CAIRN_TCP_LISTEN_TIMED_OUT, CAIRN_TCP_LISTEN_ADDRESS_IN_USE,
       CAIRN_TCP_LISTEN_ADDRESS_INVALID, CAIRN_TCP_LISTEN_TOO_MANY };
enum { CAIRN_TCP_ACCEPT_INVALID_SOCKET, CAIRN_TCP_ACCEPT_RESET, CAIRN_TCP_ACCEPT_SHUT_DOWN,
       CAIRN_TCP_ACCEPT_PERMISSION_DENIED };
enum { CAIRN_TCP_READ_INVALID_SOCKET, CAIRN_TCP_READ_RESET, CAIRN_TCP_READ_SHUT_DOWN,
       CAIRN_TCP_READ_PERMISSION_DENIED };
enum { CAIRN_TCP_WRITE_INVALID_SOCKET, CAIRN_TCP_WRITE_RESET, CAIRN_TCP_WRITE_SHUT_DOWN,
       CAIRN_TCP_WRITE_PERMISSION_DENIED };
enum { CAIRN_TCP_SHUTDOWN_INVALID_SOCKET, CAIRN_TCP_SHUTDOWN_RESET, CAIRN_TCP_SHUTDOWN_SHUT_DOWN,
       CAIRN_TCP_SHUTDOWN_PERMISSION_DENIED };
