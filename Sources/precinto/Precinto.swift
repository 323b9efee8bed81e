@main struct Precinto { static func main() {} }
