import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Seal } from "@/ui/Seal";
import { useSignIn } from "./queries";
import "./sign-in.css";

export function SignIn() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  return (
    <div className="sign-in">
      <aside>
        <Seal size={56} />
        <p className="sign-in-promise">{t("session.promise")}</p>
        <ul>
          <li>{t("session.line1")}</li>
          <li>{t("session.line2")}</li>
          <li>{t("session.line3")}</li>
        </ul>
        <Loop />
      </aside>
      <main>
        <Form layout="vertical" size="large" requiredMark={false} onFinish={(values) => signIn.mutate(values)}>
          <h1>{t("session.title")}</h1>
          <Form.Item name="login" label={t("session.login")} rules={[{ required: true, message: "" }]}>
            <Input autoFocus autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label={t("session.password")} rules={[{ required: true, message: "" }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {signIn.isError && <ProblemNotice error={signIn.error} />}
          <Button block type="primary" htmlType="submit" loading={signIn.isPending} style={{ marginTop: 16 }}>
            {t("session.signIn")}
          </Button>
        </Form>
      </main>
    </div>
  );
}

/** Many touchpoints, one person: the picture of what the product is for. */
function Loop() {
  const ends = [0, 1, 2, 3, 4, 5, 6].map((n) => ({ x: 30 + n * 56, y: 20 + (n % 2) * 18 }));
  return (
    <svg viewBox="0 0 400 200" className="sign-in-loop" aria-hidden="true">
      {ends.map(({ x, y }) => (
        <g key={x}>
          <path d={`M${x},${y} C${x},110 200,80 200,152`} />
          <circle cx={x} cy={y} r="4" />
        </g>
      ))}
      <circle cx="200" cy="160" r="12" className="one" />
    </svg>
  );
}
