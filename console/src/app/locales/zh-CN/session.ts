export const session = {
  title: "登录全域",
  promise: "触点、用户与决策，一处看清。",
  line1: "每个触点的每一次互动，归到同一个人。",
  line2: "从曝光到复购，每一步都数得清、找得到人。",
  line3: "每一条消息，都先问过用户的意愿。",
  login: "账号",
  password: "密码",
  signIn: "登录",
};
